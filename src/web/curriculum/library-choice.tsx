import { Checkbox, NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { LibraryFolder } from '#domain/training/library-contract.ts'
import { pathTo } from '#domain/training/library-rules.ts'
import { sayFault } from '#web/platform/call.ts'
import { libraryQuery } from '#web/training/paper-queries.ts'
import styles from './curriculum.module.css'
import { dayOf } from './item-view.ts'
import { words } from './words.ts'

const say = words.linkWindow

interface Props {
  readonly ownerId: string
  readonly linked: ReadonlySet<string>
  readonly chosen: readonly string[]
  readonly onChoose: (id: string, isChosen: boolean) => void
}

/** Files of the library to link as evidence, folder by folder (T6, T8). */
export function LibraryChoice({ ownerId, linked, chosen, onChoose }: Props): ReactNode {
  const [folder, setFolder] = useState<string | null>(null)
  const { data, error } = useQuery(libraryQuery(ownerId, { folder, bin: false }))
  // A file whose bytes have not arrived shows nothing to anybody.
  const files = data?.files.filter(({ file }) => file !== null)
  return (
    <>
      <NativeSelect
        label={say.folder}
        value={folder ?? ''}
        data={[{ value: '', label: say.top }, ...placesOf(data?.folders ?? [])]}
        onChange={({ currentTarget }) => setFolder(currentTarget.value === '' ? null : currentTarget.value)}
      />
      {error === null ? null : <p role="alert">{sayFault(error)}</p>}
      <ul className={styles['choices']} aria-label={say.chooseFile}>
        {data === undefined && error === null ? <Skeleton height={120} /> : null}
        {files?.map(({ id, name, addedAt }) => (
          <li key={id}>
            <Checkbox
              checked={linked.has(id) || chosen.includes(id)}
              disabled={linked.has(id)}
              label={name}
              description={[say.added(dayOf(addedAt)), ...(linked.has(id) ? [say.already] : [])].join(' · ')}
              onChange={({ currentTarget }) => onChoose(id, currentTarget.checked)}
            />
          </li>
        ))}
        {files?.length === 0 ? <li className={styles['quiet']}>{say.noFiles}</li> : null}
      </ul>
    </>
  )
}

const placesOf = (folders: readonly LibraryFolder[]) =>
  folders
    .map(({ id }) => ({
      value: id,
      label: pathTo(folders, id)
        .map(({ name }) => name)
        .join(' / '),
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB'))
