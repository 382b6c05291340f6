import { Button, FileButton, Group } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import IconFolder from '@tabler/icons-react/dist/esm/icons/IconFolder.mjs'
import IconFolderOpen from '@tabler/icons-react/dist/esm/icons/IconFolderOpen.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { lazy, Suspense, useState, type DragEvent, type ReactNode } from 'react'
import type { FileRef } from '#domain/portfolio/contract.ts'
import type { LibraryFolder } from '#domain/training/library-contract.ts'
import { pathTo } from '#domain/training/library-rules.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Page } from '#web/ui/page.tsx'
import { useLibraryActs, type LibraryActs } from './library-acts.ts'
import { DRAGGED, OneFile } from './library-file.tsx'
import { LibraryWindow, type Asked } from './library-windows.tsx'
import styles from './library.module.css'
import { words } from './paper-page-words.ts'
import { libraryQuery } from './paper-queries.ts'
import papers from './papers.module.css'
import { Awaited } from '#web/ui/asked.tsx'
import { patiently } from '#web/ui/patiently.ts'

const FilePreview = lazy(patiently(() => import('#web/portfolio/file-preview.tsx')))
const route = getRouteApi('/signed-in/library')
const say = words.library

/** The personal library: folders, and the files in the one that is open (T6). */
export function LibraryPage(): ReactNode {
  const { folder = null, bin = false } = route.useSearch()
  const ownerId = usePerson().id
  const { data, error, refetch } = useQuery({ ...libraryQuery(ownerId, { folder, bin }), placeholderData: keepPreviousData })
  const acts = useLibraryActs()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [shown, setShown] = useState<FileRef | null>(null)
  const add = (files: readonly File[], to = folder) => acts.add.mutate({ files, folderId: to })
  const here = data?.folders.find(({ id }) => id === folder) ?? null
  return (
    <Page title={say.title} helpPage="library">
      <p className={papers['intro']}>{say.private}</p>
      {data === undefined ? (
        <Awaited fault={error} onRetry={() => void refetch()} />
      ) : (
        <div className={styles['page']}>
          <nav className={styles['tree']} aria-label={say.folders}>
            <ul>
              <li>
                <Place
                  to={{}}
                  current={folder === null && !bin}
                  name={say.top}
                  count={data.topFiles}
                  target={null}
                  acts={acts}
                  onFiles={add}
                />
                <Tree folders={data.folders} parentId={null} open={bin ? null : folder} acts={acts} onFiles={add} />
              </li>
              <li>
                <Link to="/library" search={{ bin: true }} className={styles['folder']} aria-current={bin ? 'page' : undefined}>
                  <IconTrash size={17} aria-hidden />
                  <span>{say.bin}</span>
                  <span>{data.binned}</span>
                </Link>
              </li>
            </ul>
            <Button mt="sm" size="compact-md" fz="sm" h={34} variant="default" onClick={() => setAsked({ what: 'make', parentId: folder })}>
              {say.newFolder}
            </Button>
          </nav>
          <section
            className={styles['here']}
            aria-label={here?.name ?? (bin ? say.bin : say.top)}
            {...(bin ? {} : dropping((files) => add(files), null))}
          >
            {!bin && <Path folders={data.folders} folder={folder} />}
            {here !== null && (
              <Group gap="xs">
                <Button size="compact-sm" variant="default" onClick={() => setAsked({ what: 'rename', folder: here })}>
                  {say.renameIt(here.name)}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setAsked({ what: 'move', folder: here })}>
                  {say.moveIt(here.name)}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setAsked({ what: 'drop', folder: here })}>
                  {say.dropIt(here.name)}
                </Button>
              </Group>
            )}
            {data.files.length === 0 ? (
              <State
                icon={<IconFolderOpen size={28} />}
                title={bin ? say.emptyBin : say.empty}
                text={bin ? say.emptyBinText : say.emptyText}
              />
            ) : (
              <ul className={styles['files']} aria-label={say.files}>
                {data.files.map((file) => (
                  <OneFile key={file.id} file={file} ownerId={ownerId} acts={acts} onAsk={setAsked} onShow={setShown} />
                ))}
              </ul>
            )}
            {!bin && (
              <div className={styles['drop']}>
                <span>{say.drop} </span>
                <FileButton multiple onChange={(files) => add(files)}>
                  {(props) => (
                    <Button {...props} size="compact-md" fz="sm" h={34} loading={acts.add.isPending}>
                      {say.addFiles}
                    </Button>
                  )}
                </FileButton>
              </div>
            )}
          </section>
        </div>
      )}
      {asked !== null && data !== undefined && (
        <LibraryWindow asked={asked} folders={data.folders} acts={acts} onClose={() => setAsked(null)} />
      )}
      {shown !== null && (
        <Suspense fallback={null}>
          <FilePreview file={shown} ownerId={ownerId} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </Page>
  )
}

/** What a place does with what is dropped on it: files of the desktop, and those of the library where it says so. */
function dropping(onFiles: (files: readonly File[]) => void, onMoved: ((ids: string[]) => void) | null) {
  const over = (event: DragEvent<HTMLElement>, is: boolean) => {
    if (is) event.currentTarget.dataset['over'] = ''
    else delete event.currentTarget.dataset['over']
  }
  const takes = ({ dataTransfer }: DragEvent) =>
    dataTransfer.types.includes('Files') || (onMoved !== null && dataTransfer.types.includes(DRAGGED))
  return {
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!takes(event)) return
      event.preventDefault()
      over(event, true)
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => over(event, false),
    onDrop: (event: DragEvent<HTMLElement>) => {
      over(event, false)
      if (!takes(event)) return
      event.preventDefault()
      event.stopPropagation()
      const moved = event.dataTransfer.getData(DRAGGED)
      if (moved !== '') onMoved?.([moved])
      else onFiles([...event.dataTransfer.files])
    },
  }
}

interface PlaceProps {
  readonly to: { readonly folder?: string }
  readonly current: boolean
  readonly name: string
  readonly count: number
  readonly target: string | null
  readonly acts: LibraryActs
  readonly onFiles: (files: readonly File[], to: string | null) => void
}

function Place({ to, current, name, count, target, acts, onFiles }: PlaceProps): ReactNode {
  return (
    <Link
      to="/library"
      search={to}
      className={styles['folder']}
      aria-current={current ? 'page' : undefined}
      activeOptions={{ exact: true, includeSearch: true }}
      {...dropping(
        (files) => onFiles(files, target),
        (files) => acts.move.mutate({ files, folders: [], to: target }),
      )}
    >
      {current ? <IconFolderOpen size={17} aria-hidden /> : <IconFolder size={17} aria-hidden />}
      <span>
        <bdi>{name}</bdi>
      </span>
      <span>{count}</span>
    </Link>
  )
}

interface TreeProps extends Pick<PlaceProps, 'acts' | 'onFiles'> {
  readonly folders: readonly LibraryFolder[]
  readonly parentId: string | null
  readonly open: string | null
}

function Tree({ folders, parentId, open, acts, onFiles }: TreeProps): ReactNode {
  const within = folders.filter((folder) => folder.parentId === parentId)
  if (within.length === 0) return null
  return (
    <ul>
      {within.map(({ id, name, files }) => (
        <li key={id}>
          <Place to={{ folder: id }} current={open === id} name={name} count={files} target={id} acts={acts} onFiles={onFiles} />
          <Tree folders={folders} parentId={id} open={open} acts={acts} onFiles={onFiles} />
        </li>
      ))}
    </ul>
  )
}

function Path({ folders, folder }: { readonly folders: readonly LibraryFolder[]; readonly folder: string | null }): ReactNode {
  return (
    <nav aria-label={say.path}>
      <ol className={styles['path']}>
        <li>
          <Link to="/library" search={{}}>
            {say.top}
          </Link>
        </li>
        {pathTo(folders, folder).map(({ id, name }) => (
          <li key={id}>
            <Link to="/library" search={{ folder: id }}>
              <bdi>{name}</bdi>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
