import { Alert, Button, Progress } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Import } from '#domain/capture/import-contract.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Page } from '#web/ui/page.tsx'
import { ArchivePreview, ArchiveReport } from './archive-preview.tsx'
import { ImportColumns } from './import-columns.tsx'
import { ImportFaults } from './import-faults.tsx'
import { ImportLines } from './import-lines.tsx'
import { Leap2aReport } from './leap2a-report.tsx'
import { archivePageWords } from './archive-words.ts'
import { importPageWords as words } from './import-words.ts'
import styles from './import.module.css'
import { importQuery, isWorking, keptQuery, useImportActs } from './import-web-queries.ts'

/** One file on its way in: what its columns mean, what is wrong with it, and how it would stand (K5). */
export function OneImportPage(): ReactNode {
  const { importId } = useParams({ from: '/signed-in/import/$importId' })
  const asked = useQuery(importQuery(usePerson().id, importId))
  return (
    <Page title={words.title} helpPage="import">
      <p className={styles['quiet']}>
        <Link to="/import">{words.back}</Link>
      </p>
      <Asked asked={asked}>{(one) => <OneImport one={one} />}</Asked>
    </Page>
  )
}

function OneImport({ one }: { readonly one: Import }): ReactNode {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const { state } = one
  const before = useRef(state)
  useEffect(() => {
    if (before.current === state) return
    before.current = state
    // Rows have come or gone, and lines were checked anew.
    void client.invalidateQueries({
      predicate: ({ queryKey: key }) => key[0] === ownerId && key[1] !== 'import' && key[1] !== 'preferences',
    })
  }, [state, client, ownerId])
  return (
    <>
      <div role="status">
        {isWorking(one) ? (
          <section className={styles['card']}>
            <p className={styles['counts']}>{words.working(state, one.fileName)}</p>
            <Progress value={one.progress * 100} mt="sm" aria-label={words.states[state]} animated />
            <p className={styles['quiet']}>{words.leave}</p>
          </section>
        ) : null}
        {state === 'brought' ? (
          <p className={styles['counts']}>{(one.archive === null ? words.brought.title : archivePageWords.brought)(one.counts.fresh)}</p>
        ) : null}
        {state === 'undone' ? <p className={styles['counts']}>{words.undone.title}</p> : null}
      </div>
      {one.reason === null ? null : (
        <Alert color="red" variant="light" mb="md" title={state === 'failed' ? words.failedTitle : undefined} role="alert">
          {one.reason}
        </Alert>
      )}
      {state === 'ready' && one.archive !== null ? <ArchivePreview one={one} found={one.archive} drop={<Drop one={one} />} /> : null}
      {state === 'brought' && one.archive !== null ? <ArchiveReport one={one} found={one.archive} /> : null}
      {state === 'ready' && one.mapping !== null && one.found !== null ? <Preview one={one} /> : null}
      {state === 'failed' ? <Drop one={one} /> : null}
      {state === 'brought' ? <Brought one={one} /> : null}
      {state === 'brought' && one.found?.leap2a !== undefined ? <Leap2aReport found={one.found.leap2a} /> : null}
      {state === 'undone' ? <Undone one={one} /> : null}
    </>
  )
}

function Preview({ one }: { readonly one: Import }): ReactNode {
  const { counts, found } = one
  const [dirty, setDirty] = useState(false)
  const { bring } = useImportActs(one.id)
  const { sheet, otherSheets, encoding } = found!
  return (
    <>
      <section className={styles['card']} aria-labelledby="import-file">
        <h2 id="import-file">
          <bdi>{one.fileName}</bdi>
        </h2>
        <p className={styles['counts']} role="status">
          {words.counts(counts)}
        </p>
        {sheet === null ? null : <p className={styles['quiet']}>{words.read.sheet(sheet, otherSheets)}</p>}
        {encoding === null || words.read.encoding(encoding) === '' ? null : (
          <p className={styles['quiet']}>{words.read.encoding(encoding)}</p>
        )}
        <div className={styles['foot']}>
          {counts.faulty === 0 && counts.fresh > 0 ? (
            <Button disabled={dirty} loading={bring.isPending} onClick={() => bring.mutate()}>
              {words.bring(counts.fresh)}
            </Button>
          ) : null}
          <Drop one={one} />
        </div>
        {dirty ? <p className={styles['quiet']}>{words.dirty}</p> : null}
        {counts.faulty === 0 && counts.fresh === 0 ? <p>{words.nothing}</p> : null}
        <div role="alert">
          {bring.error === null ? null : (
            <Alert color="red" variant="light" mt="md" role="presentation">
              {sayFault(bring.error)}
            </Alert>
          )}
        </div>
      </section>
      {counts.faulty > 0 ? <ImportFaults one={one} /> : null}
      {found!.leap2a === undefined ? (
        <ImportColumns key={JSON.stringify(one.mapping)} one={one} onDirty={setDirty} />
      ) : (
        <Leap2aReport found={found!.leap2a} />
      )}
      <ImportLines one={one} />
    </>
  )
}

function Drop({ one }: { readonly one: Import }): ReactNode {
  const { drop } = useImportActs(one.id)
  const navigate = useNavigate()
  return (
    <>
      <Button
        variant="default"
        loading={drop.isPending}
        onClick={() => drop.mutate(undefined, { onSuccess: () => void navigate({ to: '/import' }) })}
      >
        {words.drop}
      </Button>
      <div role="alert">{drop.error === null ? null : sayFault(drop.error)}</div>
    </>
  )
}

function Brought({ one }: { readonly one: Import }): ReactNode {
  const say = words.brought
  const { already, leftOut } = one.counts
  const [asking, setAsking] = useState(false)
  const { undo } = useImportActs(one.id)
  return (
    <section className={styles['card']}>
      <p className={styles['quiet']}>
        {[
          ...(already === 0 ? [] : [(one.archive === null ? say.already : archivePageWords.already)(already)]),
          ...(leftOut === 0 ? [] : [say.leftOut(leftOut)]),
          say.sent,
        ].join(' ')}
      </p>
      {asking ? (
        <>
          <p>{say.sure}</p>
          <div className={styles['foot']}>
            <Button autoFocus loading={undo.isPending} onClick={() => undo.mutate()}>
              {say.yes}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {say.no}
            </Button>
          </div>
        </>
      ) : (
        <div className={styles['foot']}>
          <Button component={Link} to="/portfolio">
            {say.look}
          </Button>
          <Button variant="default" onClick={() => setAsking(true)}>
            {say.undo}
          </Button>
        </div>
      )}
      <div role="alert">{undo.error === null ? null : sayFault(undo.error)}</div>
    </section>
  )
}

function Undone({ one }: { readonly one: Import }): ReactNode {
  const say = words.undone
  const kept = useQuery({ ...keptQuery(usePerson().id, one.id), enabled: one.kept > 0 })
  return (
    <section className={styles['card']}>
      <p>{say.text}</p>
      {one.kept === 0 ? null : (
        <>
          <p className={styles['counts']}>{say.kept(one.kept)}</p>
          <ul className={styles['rows']}>
            {(kept.data ?? []).map(({ id, title, why }) => (
              <li key={id}>
                <span className={styles['text']}>
                  <bdi>{title}</bdi>
                </span>
                <span>{why}</span>
              </li>
            ))}
            {(kept.data?.length ?? 0) < one.kept && kept.isSuccess ? <li>{say.more}</li> : null}
          </ul>
        </>
      )}
      <div className={styles['foot']}>
        <Button component={Link} to="/import" variant="default">
          {words.another}
        </Button>
      </div>
    </section>
  )
}
