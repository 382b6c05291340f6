import { ActionIcon, Button, FileButton, Group, Modal, Progress, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs'
import IconFileTypePdf from '@tabler/icons-react/dist/esm/icons/IconFileTypePdf.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconPhoto from '@tabler/icons-react/dist/esm/icons/IconPhoto.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react'
import { guardWords } from '#domain/guard-words.ts'
import type { FileRef, Item } from '#domain/portfolio/contract.ts'
import { downloadFile, removeFile, renameFile } from '#domain/portfolio/file-contract.ts'
import { GuardedLine } from '#web/ui/guarded-line.tsx'
import { addressOf, call, sayFault } from '#web/platform/call.ts'
import { patiently } from '#web/ui/patiently.ts'
import styles from './files-tab.module.css'
import { focusIfLost } from './focus-if-lost.ts'
import { sayFailed } from './item-acts.ts'
import { itemQuery, itemSaved, storageQuery } from './portfolio-queries.ts'
import { saySize } from './say-size.ts'
import { addUploads, dropUpload, resumeUpload, useUploads, type Upload } from './uploads.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const FilePreview = lazy(patiently(() => import('./file-preview.tsx')))
const say = windowWords.files

/** Files on an item: added, looked at, fetched, renamed, removed (P11). */
export function FilesTab({ item, writable }: { readonly item: Item; readonly writable: boolean }) {
  const uploads = useUploads(item.id)
  const storage = useQuery(storageQuery(item.ownerId)).data
  const [over, setOver] = useState(false)
  const [shown, setShown] = useState<FileRef | null>(null)
  const [removing, setRemoving] = useState<FileRef | null>(null)
  const add = (files: readonly File[]) => addUploads(item.ownerId, item.id, files)
  return (
    <Stack gap="md">
      {writable && (
        <div
          className={styles.drop}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault()
            setOver(false)
            add([...event.dataTransfer.files])
          }}
        >
          <IconUpload size={22} aria-hidden />
          <span className={styles.dropWords}>{say.drop}</span>
          <FileButton multiple onChange={add}>
            {(props) => (
              <Button {...props} variant="default" size="compact-md" fz="sm">
                {say.choose}
              </Button>
            )}
          </FileButton>
          <Text size="xs" c="dimmed">
            {guardWords.picture}
          </Text>
          <Text size="xs" c="dimmed">
            {say.limits} {storage && say.used(saySize(storage.usedBytes), saySize(storage.mostBytes))}
          </Text>
        </div>
      )}
      {uploads.length > 0 && (
        <ul className={styles.files}>
          {uploads.map((upload) => (
            <Sending key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
      {item.files.length === 0 && uploads.length === 0 ? (
        <Text size="sm" c="dimmed">
          {say.none}
        </Text>
      ) : (
        <ul className={styles.files} aria-label={say.list}>
          {item.files.map((file) => (
            <FileLine
              key={file.id}
              file={file}
              item={item}
              writable={writable}
              onShow={() => setShown(file)}
              onRemove={() => setRemoving(file)}
            />
          ))}
        </ul>
      )}
      {shown !== null && (
        <Suspense fallback={null}>
          <FilePreview file={shown} ownerId={item.ownerId} onClose={() => setShown(null)} />
        </Suspense>
      )}
      {removing !== null && <RemoveWindow file={removing} item={item} onClose={() => setRemoving(null)} />}
    </Stack>
  )
}

function FileIcon({ mediaType }: Pick<FileRef, 'mediaType'>) {
  const look = { size: 20, className: styles.icon ?? '', 'aria-hidden': true }
  if (mediaType.startsWith('image/')) return <IconPhoto {...look} />
  return mediaType === 'application/pdf' ? <IconFileTypePdf {...look} /> : <IconFile {...look} />
}

interface FileLineProps {
  readonly file: FileRef
  readonly item: Item
  readonly writable: boolean
  readonly onShow: () => void
  readonly onRemove: () => void
}

function FileLine({ file, item, writable, onShow, onRemove }: FileLineProps) {
  const [renaming, setRenaming] = useState(false)
  const address = addressOf(downloadFile, { ownerId: item.ownerId, id: item.id, fileId: file.id })
  return (
    <li>
      <div className={styles.line}>
        <FileIcon mediaType={file.mediaType} />
        <div className={styles.name}>
          <a href={address} download={file.name}>
            {file.name}
          </a>
          <span>{saySize(file.sizeBytes)}</span>
        </div>
        {file.canPreview && <Act name={say.preview(file.name)} icon={<IconEye size={17} />} onAct={onShow} />}
        <ActionIcon
          component="a"
          href={address}
          download={file.name}
          variant="subtle"
          color="gray"
          aria-label={say.download(file.name)}
          title={say.download(file.name)}
        >
          <IconDownload size={17} aria-hidden />
        </ActionIcon>
        {writable && (
          <>
            <Act name={say.rename(file.name)} icon={<IconPencil size={17} />} onAct={() => setRenaming((now) => !now)} />
            <Act name={say.remove(file.name)} icon={<IconTrash size={17} />} onAct={onRemove} />
          </>
        )}
      </div>
      {writable && <GuardedLine label={file.name} text={file.name.replaceAll('_', ' ')} kind="anything else" />}
      {renaming && <RenameForm file={file} item={item} onDone={() => setRenaming(false)} />}
    </li>
  )
}

const Act = ({ name, icon, onAct }: { readonly name: string; readonly icon: ReactNode; readonly onAct: () => void }) => (
  <ActionIcon variant="subtle" color="gray" aria-label={name} title={name} onClick={onAct}>
    {icon}
  </ActionIcon>
)

function RenameForm({ file, item, onDone }: { readonly file: FileRef; readonly item: Item; readonly onDone: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(file.name)
  const rename = useMutation({
    mutationFn: () => call(renameFile, { params: { ownerId: item.ownerId, id: item.id, fileId: file.id }, body: { name } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: itemQuery(item.ownerId, item.id).queryKey })
      onDone()
    },
  })
  const submit = () => rename.mutate()
  return (
    <Group align="flex-end" gap="xs" pb="sm" wrap="nowrap">
      <TextInput
        label={say.newName}
        value={name}
        maxLength={255}
        autoFocus
        flex={1}
        error={rename.isError ? sayFault(rename.error) : undefined}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
          event.preventDefault()
          submit()
        }}
      />
      <Button loading={rename.isPending} onClick={submit}>
        {words.save}
      </Button>
      <Button variant="default" onClick={onDone}>
        {words.cancel}
      </Button>
    </Group>
  )
}

function RemoveWindow({ file, item, onClose }: { readonly file: FileRef; readonly item: Item; readonly onClose: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call(removeFile, { params: { ownerId: item.ownerId, id: item.id, fileId: file.id } }),
    onSuccess: (saved) => {
      itemSaved(client, saved)
      void client.invalidateQueries({ queryKey: storageQuery(item.ownerId).queryKey })
      onClose()
    },
    onError: sayFailed,
  })
  return (
    <Modal opened onClose={onClose} title={say.removeDo} size="sm" centered>
      <Text size="sm">{say.removeAsk(file.name)}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.cancel}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          {say.removeDo}
        </Button>
      </Group>
    </Modal>
  )
}

function Sending({ upload }: { readonly upload: Upload }) {
  const percent = upload.sizeBytes === 0 ? 0 : (upload.sent / upload.sizeBytes) * 100
  const over = upload.state === 'refused'
  const line = useRef<HTMLLIElement>(null)
  return (
    <li ref={line}>
      <div className={styles.line}>
        <IconFile size={20} className={styles.icon} aria-hidden />
        <div className={styles.name}>
          <strong>{upload.name}</strong>
          {over || upload.state === 'stopped' ? (
            <span role="alert" className={styles.refused}>
              {upload.reason}
            </span>
          ) : (
            <span>{upload.state === 'waiting' ? say.waiting : `${saySize(upload.sent)} / ${saySize(upload.sizeBytes)}`}</span>
          )}
        </div>
        {upload.state === 'stopped' && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              resumeUpload(upload.id)
              focusIfLost(() => line.current?.querySelector('button') ?? document.querySelector('[role="tab"][aria-selected="true"]'))
            }}
          >
            {say.resume}
          </Button>
        )}
        <Act
          name={over ? say.dismiss(upload.name) : say.cancelUpload(upload.name)}
          icon={<IconX size={17} />}
          onAct={() => dropUpload(upload.id)}
        />
      </div>
      {!over && <Progress value={percent} size="sm" mb={8} aria-label={say.progress(upload.name)} />}
    </li>
  )
}
