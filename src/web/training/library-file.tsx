import { ActionIcon, Progress } from '@mantine/core'
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs'
import IconFolderSymlink from '@tabler/icons-react/dist/esm/icons/IconFolderSymlink.mjs'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useEffect, type ReactNode } from 'react'
import type { FileRef } from '#domain/portfolio/contract.ts'
import { downloadFile } from '#domain/portfolio/file-contract.ts'
import type { LibraryFile } from '#domain/training/library-contract.ts'
import { addressOf } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { saySize } from '#web/portfolio/say-size.ts'
import { useUploads } from '#web/portfolio/uploads.ts'
import type { LibraryActs } from './library-acts.ts'
import type { Asked } from './library-windows.tsx'
import styles from './library.module.css'
import { words } from './paper-page-words.ts'

const say = words.library
/** What is dragged within the page: the ids of library files. */
export const DRAGGED = 'application/x-cairn-library-file'

interface OneFileProps {
  readonly file: LibraryFile
  readonly ownerId: string
  readonly acts: LibraryActs
  readonly onAsk: (asked: Asked) => void
  readonly onShow: (file: FileRef) => void
}

/** A file of the library, with what can be done with it (T6). */
export function OneFile({ file, ownerId, acts, onAsk, onShow }: OneFileProps): ReactNode {
  const { id, name, binnedAt } = file
  const { hasTraining } = usePerson()
  return (
    <li className={styles['file']} draggable={binnedAt === null} onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}>
      <IconFile size={20} aria-hidden />
      <div>
        {file.file === null || binnedAt !== null ? (
          <bdi>{name}</bdi>
        ) : (
          <a href={addressOf(downloadFile, { ownerId, id, fileId: file.file.id })} download={name}>
            <bdi>{name}</bdi>
          </a>
        )}
        {file.file === null ? <OnItsWay id={id} acts={acts} /> : <span className={styles['quiet']}>{saySize(file.file.sizeBytes)}</span>}
        {file.uses.length > 0 && <span className={styles['quiet']}>{say.uses(file.uses.join(', '))}</span>}
      </div>
      {binnedAt !== null ? (
        <Act name={say.restoreIt(name)} icon={<IconArrowBackUp size={17} />} onAct={() => acts.restore.mutate([id])} />
      ) : (
        <>
          {file.file?.canPreview === true && <Act name={say.look(name)} icon={<IconEye size={17} />} onAct={() => onShow(file.file!)} />}
          {hasTraining && file.file !== null ? (
            <Act name={say.linkIt(name)} icon={<IconLink size={17} />} onAct={() => onAsk({ what: 'link', file })} />
          ) : null}
          <Act name={say.moveIt(name)} icon={<IconFolderSymlink size={17} />} onAct={() => onAsk({ what: 'move', file })} />
          <Act name={say.renameIt(name)} icon={<IconPencil size={17} />} onAct={() => onAsk({ what: 'rename', file })} />
          <Act name={say.binIt(name)} icon={<IconTrash size={17} />} onAct={() => acts.bin.mutate({ id, name })} />
        </>
      )}
    </li>
  )
}

/** The bytes are sent by the page; once they are there the library is asked anew. */
function OnItsWay({ id, acts }: { readonly id: string; readonly acts: LibraryActs }): ReactNode {
  const [upload] = useUploads(id)
  const isSending = upload !== undefined
  const { refresh } = acts
  useEffect(() => {
    if (!isSending) return
    return () => refresh()
  }, [isSending, refresh])
  if (upload === undefined) return <span className={styles['quiet']}>{say.onItsWay}</span>
  if (upload.reason !== '')
    return (
      <span className={styles['quiet']} role="alert">
        {upload.reason}
      </span>
    )
  const percent = upload.sizeBytes === 0 ? 0 : (upload.sent / upload.sizeBytes) * 100
  return <Progress value={percent} size="sm" aria-label={say.onItsWay} />
}

const Act = ({ name, icon, onAct }: { readonly name: string; readonly icon: ReactNode; readonly onAct: () => void }): ReactNode => (
  <ActionIcon variant="subtle" color="gray" aria-label={name} title={name} onClick={onAct}>
    {icon}
  </ActionIcon>
)
