import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import IconArrowMerge from '@tabler/icons-react/dist/esm/icons/IconArrowMerge.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useState } from 'react'
import { deleteTag, mergeTags, renameTag, type TagRef } from '#domain/portfolio/tag-contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { OwnWords } from '#web/ui/own-words.tsx'
import { itemsChanged, tagsQuery } from './portfolio-queries.ts'
import styles from './manage-tags.module.css'
import { words } from './words.ts'

const told = (text: string, ...own: string[]) => <OwnWords text={text} own={own} />

type Listed = TagRef & { readonly items: number }
type Open = { readonly tag: Listed; readonly act: 'rename' | 'merge' | 'delete' } | null

/** The owner's tags: rename, merge, delete (P5). */
export default function ManageTags({ onClose }: { readonly onClose: () => void }) {
  const ownerId = usePerson().id
  const tags = useQuery({ ...tagsQuery(ownerId), staleTime: 0 }).data?.tags.filter((tag) => tag.setId === null) ?? []
  const [open, setOpen] = useState<Open>(null)
  return (
    <Modal opened onClose={onClose} title={words.manage.title} size="lg" yOffset="8vh">
      <Text size="sm" c="dimmed" mb="sm">
        {tags.length === 0 ? words.manage.empty : words.manage.intro}
      </Text>
      <ul className={styles.tags}>
        {tags.map((tag) => (
          <li key={tag.id}>
            <div className={styles.line}>
              <span className={styles.label}>{tag.label}</span>
              <span className={styles.count}>{words.items(tag.items)}</span>
              <Act name={words.manage.rename(tag.label)} icon={<IconPencil size={16} />} onAct={() => setOpen({ tag, act: 'rename' })} />
              <Act name={words.manage.merge(tag.label)} icon={<IconArrowMerge size={16} />} onAct={() => setOpen({ tag, act: 'merge' })} />
              <Act name={words.manage.remove(tag.label)} icon={<IconTrash size={16} />} onAct={() => setOpen({ tag, act: 'delete' })} />
            </div>
            {open?.tag.id === tag.id && (
              <TagForm key={open.act} {...open} others={tags.filter((one) => one.id !== tag.id)} onDone={() => setOpen(null)} />
            )}
          </li>
        ))}
      </ul>
    </Modal>
  )
}

function Act({ name, icon, onAct }: { readonly name: string; readonly icon: React.ReactNode; readonly onAct: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={name} title={name} onClick={onAct}>
      {icon}
    </ActionIcon>
  )
}

interface TagFormProps {
  readonly tag: Listed
  readonly act: 'rename' | 'merge' | 'delete'
  readonly others: readonly Listed[]
  readonly onDone: () => void
}

function TagForm({ tag, act, others, onDone }: TagFormProps) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const params = { ownerId, tagId: tag.id }
  const [label, setLabel] = useState(tag.label)
  const [into, setInto] = useState(others[0]?.id ?? '')
  const done = async () => {
    onDone()
    await itemsChanged(client, ownerId)
  }
  const rename = useMutation({ mutationFn: () => call(renameTag, { params, body: { label } }), onSuccess: done })
  const merge = useMutation({
    mutationFn: (target: string) => call(mergeTags, { params, body: { into: target } }),
    onSuccess: (kept) => {
      notifications.show({ message: told(words.manage.merged(tag.label, kept.label), tag.label, kept.label) })
      return done()
    },
  })
  const remove = useMutation({
    mutationFn: () => call(deleteTag, { params }),
    onSuccess: () => {
      notifications.show({ message: told(words.manage.deleted(tag.label), tag.label) })
      return done()
    },
  })
  const taken = takenBy(rename.error)
  const fault = rename.error ?? merge.error ?? remove.error
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (act === 'rename') rename.mutate()
        else if (act === 'merge') merge.mutate(into)
        else remove.mutate()
      }}
    >
      <Stack gap="xs">
        {act === 'rename' && (
          <TextInput
            label={words.manage.newName}
            value={label}
            maxLength={100}
            data-autofocus
            autoFocus
            error={taken === null && fault ? sayFault(fault) : undefined}
            onChange={({ currentTarget }) => {
              setLabel(currentTarget.value)
              rename.reset()
            }}
          />
        )}
        {act === 'merge' && (
          <NativeSelect
            label={words.manage.into}
            value={into}
            autoFocus
            data={others.map((one) => ({ value: one.id, label: one.label }))}
            error={fault ? sayFault(fault) : undefined}
            onChange={({ currentTarget }) => setInto(currentTarget.value)}
          />
        )}
        {act === 'delete' && <Text size="sm">{words.manage.deleteAsk(tag.label, tag.items)}</Text>}
        {act === 'delete' && fault && (
          <Text size="sm" role="alert" c="var(--mantine-color-error)">
            {sayFault(fault)}
          </Text>
        )}
        {taken !== null && (
          <Text size="sm" role="alert">
            {words.manage.mergeAsk(tag.label, taken.label)}
          </Text>
        )}
        <Group gap="xs">
          {taken !== null ? (
            <Button size="compact-sm" loading={merge.isPending} onClick={() => merge.mutate(taken.id)}>
              {words.manage.mergeDo}
            </Button>
          ) : (
            <Button
              size="compact-sm"
              type="submit"
              {...(act === 'delete' ? { color: 'red' } : {})}
              loading={rename.isPending || merge.isPending || remove.isPending}
              disabled={act === 'merge' && into === ''}
            >
              {act === 'rename' ? words.save : act === 'merge' ? words.manage.mergeDo : words.manage.deleteDo}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {words.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The tag that has the wanted name already, as the refusal tells. */
function takenBy(fault: unknown): TagRef | null {
  if (!(fault instanceof CallFault) || fault.code !== 'already_exists') return null
  return (fault.details['tag'] as TagRef | undefined) ?? null
}
