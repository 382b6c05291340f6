import { ActionIcon, Alert, Anchor, Button, Checkbox, Group, Modal, Skeleton, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconUnlink from '@tabler/icons-react/dist/esm/icons/IconUnlink.mjs'
import { useState, type ReactNode } from 'react'
import { linkItem, type CurriculumPage, type ItemLinks } from '#domain/curriculum/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { MayNot } from '#web/ui/may-not.tsx'
import styles from './curriculum.module.css'
import { curriculumChanged, curriculumQuery, itemLinksQuery } from './curriculum-queries.ts'
import { bears } from './item-view.ts'
import { Opens, Readers } from './opens-step.tsx'
import { useUnlink } from './use-unlink.ts'
import { words } from './words.ts'

const say = words.tab

/** The Curriculum tab of an item's window: where it is linked, and where it can be (P10, T8). Enter in it never saves the item. */
export default function LinksTab({ ownerId, itemId }: { readonly ownerId: string; readonly itemId: string }): ReactNode {
  const { data: links } = useQuery(itemLinksQuery(ownerId, itemId))
  const { data: page } = useQuery(curriculumQuery(ownerId))
  const [choosing, setChoosing] = useState(false)
  if (links === undefined || page === undefined) return <Skeleton height={160} />
  return (
    <Stack gap="md">
      {links.links.length === 0 ? (
        <p className={styles['quiet']}>{say.none}</p>
      ) : (
        <section>
          <h3 className={styles['head']}>{say.linked}</h3>
          <ul className={styles['links']}>
            {links.links.map((link) => (
              <Linked key={link.code} ownerId={ownerId} itemId={itemId} link={link} reason={links.can.link} />
            ))}
          </ul>
        </section>
      )}
      <Group gap="sm">
        {links.can.link === null ? (
          <Button variant="light" leftSection={<IconLink size={16} aria-hidden />} onClick={() => setChoosing(true)}>
            {say.choose}
          </Button>
        ) : (
          <span className={styles['withCross']}>
            {say.choose} <MayNot reason={links.can.link} />
          </span>
        )}
        <Anchor href={`/record/${ownerId}/curriculum`} size="sm">
          {say.page}
        </Anchor>
      </Group>
      {links.links.length === 0 ? null : <Readers readers={links.readers} />}
      {choosing ? <ChooseWindow ownerId={ownerId} itemId={itemId} links={links} page={page} onClose={() => setChoosing(false)} /> : null}
    </Stack>
  )
}

interface LinkedProps {
  readonly ownerId: string
  readonly itemId: string
  readonly link: ItemLinks['links'][number]
  readonly reason: string | null
}

function Linked({ ownerId, itemId, link, reason }: LinkedProps) {
  const unlink = useUnlink(ownerId)
  return (
    <li>
      <span className={styles['code']}>{link.code}</span>
      <span className={styles['grow']}>
        {link.title}
        {link.earlier === null ? null : <small className={styles['quiet']}>{say.earlier(link.earlier)}</small>}
        {link.isSigned ? <small className={styles['quiet']}>{say.signed}</small> : null}
      </span>
      {reason === null ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={say.unlink(link.code, link.title)}
          title={say.unlink(link.code, link.title)}
          loading={unlink.isPending}
          onClick={() => unlink.mutate({ id: itemId, code: link.code })}
        >
          <IconUnlink size={17} aria-hidden />
        </ActionIcon>
      ) : (
        <MayNot reason={reason} />
      )}
    </li>
  )
}

interface ChooseProps {
  readonly ownerId: string
  readonly itemId: string
  readonly links: ItemLinks
  readonly page: CurriculumPage
  readonly onClose: () => void
}

function ChooseWindow({ ownerId, itemId, links, page, onClose }: ChooseProps) {
  const client = useQueryClient()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [step, setStep] = useState<'choose' | 'see'>('choose')
  const linked = new Set(links.links.filter(({ earlier }) => earlier === null).map(({ code }) => code))
  const link = useMutation({
    mutationFn: () => call(linkItem, { params: { ownerId, id: itemId }, body: { codes: [...chosen], isShown: step === 'see' } }),
    onSuccess: async ({ linked: made }) => {
      await curriculumChanged(client, ownerId)
      notifications.show({ message: words.linkWindow.done(made) })
      onClose()
    },
  })
  const isFirst = links.links.length === 0
  return (
    <Modal opened onClose={onClose} title={step === 'see' ? words.opens.title : say.choose} size="42rem">
      <Stack gap="md">
        {step === 'choose' ? (
          <>
            <TextInput
              type="search"
              label={words.search}
              placeholder={words.searchHint}
              value={search}
              maxLength={100}
              data-autofocus
              onChange={({ currentTarget }) => setSearch(currentTarget.value)}
            />
            <div className={styles['choices']}>
              {page.curriculum.groups.map((group) => {
                const items = page.curriculum.items.filter((item) => item.groupCode === group.code && bears(item, search))
                return items.length === 0 ? null : (
                  <fieldset key={group.code}>
                    <legend>{group.title}</legend>
                    {items.map((item) => (
                      <Checkbox
                        key={item.code}
                        checked={linked.has(item.code) || chosen.includes(item.code)}
                        disabled={linked.has(item.code)}
                        label={`${item.code} ${item.title}`}
                        onChange={({ currentTarget }) =>
                          setChosen((now) => (currentTarget.checked ? [...now, item.code] : now.filter((code) => code !== item.code)))
                        }
                      />
                    ))}
                  </fieldset>
                )
              })}
              {page.curriculum.items.some((item) => bears(item, search)) ? null : <p className={styles['quiet']}>{words.none}</p>}
            </div>
          </>
        ) : (
          <>
            {links.opens === null ? null : <Opens evidence={links.opens} />}
            <Readers readers={links.readers} />
          </>
        )}
        {link.isError ? (
          <Alert color="red" role="alert">
            {sayFault(link.error)}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={step === 'see' ? () => setStep('choose') : onClose}>
            {step === 'see' ? words.linkWindow.back : words.cancel}
          </Button>
          {step === 'choose' && isFirst ? (
            <Button disabled={chosen.length === 0} onClick={() => setStep('see')}>
              {say.see}
            </Button>
          ) : (
            <Button disabled={chosen.length === 0} loading={link.isPending} onClick={() => link.mutate()}>
              {say.link(chosen.length)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
