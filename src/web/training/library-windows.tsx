import { Button, Modal, NativeSelect, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { LibraryFile, LibraryFolder } from '#domain/training/library-contract.ts'
import { pathTo, withinOf } from '#domain/training/library-rules.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { patiently } from '#web/ui/patiently.ts'
import type { LibraryActs } from './library-acts.ts'
import { words } from './paper-page-words.ts'
import styles from './papers.module.css'

const LinksTab = lazy(patiently(() => import('#web/curriculum/links-tab.tsx')))
const say = words.library

/** What a window of the library is about. */
export type Asked =
  | { readonly what: 'make'; readonly parentId: string | null }
  | { readonly what: 'rename' | 'move' | 'link'; readonly file: LibraryFile }
  | { readonly what: 'rename' | 'move' | 'drop'; readonly folder: LibraryFolder }

interface Props {
  readonly asked: Asked
  readonly folders: readonly LibraryFolder[]
  readonly acts: LibraryActs
  readonly onClose: () => void
}

export function LibraryWindow(props: Props): ReactNode {
  const { asked } = props
  if (asked.what === 'link') return <LinkWindow {...props} file={asked.file} />
  if (asked.what === 'move') return <MoveWindow {...props} />
  if (asked.what === 'drop') return <DropWindow {...props} folder={asked.folder} />
  return <NameWindow {...props} />
}

const nameOf = (asked: Asked): string => ('file' in asked ? asked.file.name : 'folder' in asked ? asked.folder.name : '')

function NameWindow({ asked, acts, onClose }: Props): ReactNode {
  const [name, setName] = useState(nameOf(asked))
  const act = asked.what === 'make' ? acts.make : 'file' in asked ? acts.renameFile : acts.renameFolder
  const send = async () => {
    if ('parentId' in asked) await acts.make.mutateAsync({ name, parentId: asked.parentId })
    else if ('file' in asked) await acts.renameFile.mutateAsync({ id: asked.file.id, name })
    else await acts.renameFolder.mutateAsync({ id: asked.folder.id, name })
    onClose()
  }
  const close = () => {
    act.reset()
    onClose()
  }
  return (
    <Modal opened onClose={close} title={asked.what === 'make' ? say.newFolder : say.renameIt(nameOf(asked))} size="sm">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send().catch(() => {})
        }}
      >
        <TextInput
          label={say.name}
          value={name}
          maxLength={255}
          data-autofocus
          error={act.isError ? sayFault(act.error) : undefined}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Acts label={asked.what === 'make' ? say.make : say.rename} busy={act.isPending} onClose={close} />
      </form>
    </Modal>
  )
}

function MoveWindow({ asked, folders, acts, onClose }: Props): ReactNode {
  const [to, setTo] = useState('')
  const inside = 'folder' in asked ? new Set(withinOf(folders, asked.folder.id).map(({ id }) => id)) : new Set<string>()
  const places = folders
    .filter(({ id }) => !inside.has(id))
    .map(({ id }) => ({
      value: id,
      label: pathTo(folders, id)
        .map(({ name }) => name)
        .join(' / '),
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB'))
  const send = async () => {
    await acts.move.mutateAsync({
      files: 'file' in asked ? [asked.file.id] : [],
      folders: 'folder' in asked ? [asked.folder.id] : [],
      to: to === '' ? null : to,
    })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={say.moveIt(nameOf(asked))} size="sm">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send().catch(() => {})
        }}
      >
        <NativeSelect
          label={say.moveWhere}
          value={to}
          data-autofocus
          data={[{ value: '', label: say.top }, ...places]}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        <Acts label={say.moveDo} busy={acts.move.isPending} onClose={onClose} />
      </form>
    </Modal>
  )
}

/** Where the file is evidence, as in the window of any item (T8). */
function LinkWindow({ file, acts, onClose }: Props & { readonly file: LibraryFile }): ReactNode {
  const ownerId = usePerson().id
  const close = () => {
    acts.refresh()
    onClose()
  }
  return (
    <Modal opened onClose={close} title={say.linkIt(file.name)} size="44rem">
      <Suspense fallback={<Skeleton height={160} />}>
        <LinksTab ownerId={ownerId} itemId={file.id} />
      </Suspense>
    </Modal>
  )
}

function DropWindow({ folder, acts, onClose }: Props & { readonly folder: LibraryFolder }): ReactNode {
  const send = async () => {
    await acts.drop.mutateAsync(folder.id)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={say.dropIt(folder.name)} size="sm">
      <Stack gap={0}>
        <Text size="sm">{say.dropAsk(folder.name)}</Text>
        <div className={styles['acts']}>
          <Button color="red" loading={acts.drop.isPending} onClick={() => void send().catch(() => {})}>
            {say.drop_}
          </Button>
          <Button variant="default" onClick={onClose} data-autofocus>
            {words.cancel}
          </Button>
        </div>
      </Stack>
    </Modal>
  )
}

const Acts = ({ label, busy, onClose }: { readonly label: string; readonly busy: boolean; readonly onClose: () => void }): ReactNode => (
  <div className={styles['acts']}>
    <Button type="submit" loading={busy}>
      {label}
    </Button>
    <Button variant="default" onClick={onClose}>
      {words.cancel}
    </Button>
  </div>
)
