import { Button, Chip, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import IconBooks from '@tabler/icons-react/dist/esm/icons/IconBooks.mjs'
import { useState, type ReactNode } from 'react'
import { withdrawOffer, type Offer, type SharedLine } from '#domain/assessments/collection-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { tell } from '#web/training/tell.ts'
import { Asked } from '#web/ui/asked.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { State } from '#web/ui/state.tsx'
import { ReflectionFrame } from './reflection-frame.tsx'
import { collectionQuery, offersQuery, reflectionChanged } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { words } from './words.ts'

const say = words.shared

/** The shared collections one may read, by theme, and what one offered oneself (F6). */
export function CollectionPage(): ReactNode {
  const { id: ownerId } = usePerson()
  const asked = useQuery(collectionQuery(ownerId))
  return (
    <ReflectionFrame title={words.collection}>
      <Asked asked={asked}>
        {({ programmes, reflections }) =>
          programmes.length === 0 ? (
            <State icon={<IconBooks size={28} />} title={say.nowhere} text={say.nowhereText} />
          ) : (
            <Collection reflections={reflections} />
          )
        }
      </Asked>
      <Offers ownerId={ownerId} />
    </ReflectionFrame>
  )
}

function Collection({ reflections }: { readonly reflections: readonly SharedLine[] }): ReactNode {
  const [theme, setTheme] = useState('')
  const themes = [...new Set(reflections.flatMap((one) => one.themes))].toSorted()
  const shown = reflections.filter((one) => theme === '' || one.themes.includes(theme))
  if (reflections.length === 0) return <State icon={<IconBooks size={28} />} title={say.none} text={say.noneText} />
  return (
    <>
      <p className={styles['lead']}>{say.intro}</p>
      {themes.length < 2 ? null : (
        <Chip.Group value={theme} onChange={setTheme}>
          <Group gap="xs" mb="md" role="radiogroup" aria-label={say.themes}>
            <Chip value="" size="xs">
              {say.all}
            </Chip>
            {themes.map((one) => (
              <Chip key={one} value={one} size="xs">
                {one}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      <ul className={styles['list']}>
        {shown.map((one) => (
          <li key={one.id}>
            <Link
              to="/reflection/shared/$programmeId/$sharedId"
              params={{ programmeId: one.programmeId, sharedId: one.id }}
              className={styles['line']}
            >
              <span className={styles['lineTitle']} dir="auto">
                {one.title}
              </span>
              <span className={styles['quiet']}>
                {one.form} · {say.published(shortDate(one.publishedOn))} · {say.comments(one.comments)}
              </span>
              <span className={styles['marks']}>
                {one.themes.map((each) => (
                  <span key={each}>{each}</span>
                ))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Offers({ ownerId }: { readonly ownerId: string }): ReactNode {
  const offers = useQuery(offersQuery(ownerId)).data?.offers ?? []
  const [withdrawing, setWithdrawing] = useState<Offer | null>(null)
  if (offers.length === 0) return null
  return (
    <section aria-labelledby="offers" className={styles['begin']}>
      <h2 id="offers">{say.offers}</h2>
      <p className={styles['quiet']}>{say.offersText}</p>
      <ul className={styles['offers']}>
        {offers.map((offer) => (
          <li key={offer.id}>
            <div>
              <strong dir="auto">{offer.title}</strong>
              <p className={styles['quiet']}>
                {say.states[offer.state]}
                {offer.shared === null ? null : (
                  <>
                    {' · '}
                    <Link
                      to="/reflection/shared/$programmeId/$sharedId"
                      params={{ programmeId: offer.shared.programmeId, sharedId: offer.shared.id }}
                    >
                      {say.read}
                    </Link>
                  </>
                )}
              </p>
              {offer.returnedWhy === '' ? null : <p>{say.why(offer.returnedWhy)}</p>}
            </div>
            <Button variant="default" size="xs" aria-label={say.withdrawIt(offer.title)} onClick={() => setWithdrawing(offer)}>
              {say.withdraw}
            </Button>
          </li>
        ))}
      </ul>
      {withdrawing === null ? null : <Withdraw ownerId={ownerId} offer={withdrawing} onClose={() => setWithdrawing(null)} />}
    </section>
  )
}

function Withdraw({
  ownerId,
  offer,
  onClose,
}: {
  readonly ownerId: string
  readonly offer: Offer
  readonly onClose: () => void
}): ReactNode {
  const client = useQueryClient()
  const go = useMutation({
    mutationFn: () => call(withdrawOffer, { params: { ownerId, offerId: offer.id } }),
    onSuccess: async () => {
      await reflectionChanged(client, ownerId)
      tell(say.withdrawn)
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={say.withdrawIt(offer.title)}>
      <Text size="sm">{say.withdrawText}</Text>
      <FormFault form={{ fault: go.error === null ? null : sayFault(go.error), wait: 0 }} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={go.isPending} onClick={() => go.mutate()}>
          {say.withdraw}
        </Button>
      </Group>
    </Modal>
  )
}
