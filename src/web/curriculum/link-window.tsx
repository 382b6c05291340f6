import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { linkItems } from '#domain/curriculum/contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { itemsQuery, rowsOf } from '#web/portfolio/portfolio-queries.ts'
import { SearchBox } from '#web/portfolio/search-box.tsx'
import styles from './curriculum.module.css'
import { curriculumChanged, itemLinksQuery } from './curriculum-queries.ts'
import { LibraryChoice } from './library-choice.tsx'
import { Opens, Readers } from './opens-step.tsx'
import { words } from './words.ts'

const say = words.linkWindow
const SHOWN = 30

interface Props {
  readonly ownerId: string
  readonly code: string
  readonly linked: ReadonlySet<string>
  readonly onClose: () => void
}

/** From the curriculum's side: items of the portfolio and files of the library are chosen, seen as others will read them, and linked (T8, P24). */
export function LinkWindow({ ownerId, code, linked, onClose }: Props): ReactNode {
  const client = useQueryClient()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [from, setFrom] = useState<'portfolio' | 'library'>('portfolio')
  const [step, setStep] = useState<'choose' | 'see'>('choose')
  const list = useInfiniteQuery(itemsQuery(ownerId, { ...NO_FILTERS, search }))
  const details = useQueries({ queries: chosen.map((id) => itemLinksQuery(ownerId, id)) })
  const opens = details.flatMap(({ data }) => (data !== undefined && data.links.length === 0 && data.opens !== null ? [data.opens] : []))
  const known = details.every(({ data }) => data !== undefined)
  const link = useMutation({
    mutationFn: () => call(linkItems, { params: { ownerId, code }, body: { items: [...chosen], isShown: step === 'see' } }),
    onSuccess: async ({ linked: made }) => {
      await curriculumChanged(client, ownerId)
      notifications.show({ message: say.done(made) })
      onClose()
    },
  })
  const choose = (id: string, isChosen: boolean) => setChosen((now) => (isChosen ? [...now, id] : now.filter((one) => one !== id)))
  const rows = rowsOf(list.data).slice(0, SHOWN)
  return (
    <Modal opened onClose={onClose} title={step === 'see' ? words.opens.title : say.title(code)} size="44rem">
      <Stack gap="md">
        {step === 'choose' ? (
          <SegmentedControl
            aria-label={say.from}
            value={from}
            data={[
              { value: 'portfolio', label: say.fromPortfolio },
              { value: 'library', label: say.fromLibrary },
            ]}
            onChange={setFrom}
          />
        ) : null}
        {step === 'choose' && from === 'library' ? (
          <LibraryChoice ownerId={ownerId} linked={linked} chosen={chosen} onChoose={choose} />
        ) : step === 'choose' ? (
          <>
            <SearchBox search={search} onSearch={setSearch} label={say.search} placeholder="" />
            <ul className={styles['choices']} aria-label={say.choose}>
              {list.data === undefined ? <Skeleton height={120} /> : null}
              {rows.map((row) => (
                <li key={row.id}>
                  <Checkbox
                    checked={linked.has(row.id) || chosen.includes(row.id)}
                    disabled={linked.has(row.id)}
                    label={row.title}
                    description={[
                      shortDate(row.learnedOn),
                      ...(row.type === null ? [] : [TYPE_WORDS[row.type]]),
                      ...(linked.has(row.id) ? [say.already] : []),
                    ].join(' · ')}
                    onChange={({ currentTarget }) => choose(row.id, currentTarget.checked)}
                  />
                </li>
              ))}
              {list.data !== undefined && rows.length === 0 ? <li className={styles['quiet']}>{say.none}</li> : null}
              {list.hasNextPage || rowsOf(list.data).length > SHOWN ? <li className={styles['quiet']}>{say.more}</li> : null}
            </ul>
          </>
        ) : (
          <>
            {opens.map((evidence) => (
              <Opens key={evidence.itemId} evidence={evidence} />
            ))}
            <Readers readers={details.find(({ data }) => data !== undefined)?.data?.readers ?? []} />
          </>
        )}
        {link.isError ? (
          <Alert color="red" role="alert">
            {sayFault(link.error)}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={step === 'see' ? () => setStep('choose') : onClose}>
            {step === 'see' ? say.back : words.cancel}
          </Button>
          {step === 'choose' && (opens.length > 0 || !known || chosen.length === 0) ? (
            <Button disabled={chosen.length === 0} loading={chosen.length > 0 && !known} onClick={() => setStep('see')}>
              {say.next}
            </Button>
          ) : (
            <Button loading={link.isPending} onClick={() => link.mutate()}>
              {say.link(chosen.length)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
