import { Alert, Button, FileButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { MOST_IMPORT_BYTES, MOST_PACKAGE_BYTES, type Import } from '#domain/capture/import-contract.ts'
import { dayIn, shortDate } from '#domain/plain-date.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useZone } from '#web/platform/zone.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Page } from '#web/ui/page.tsx'
import { importPageWords as words } from './import-words.ts'
import styles from './import.module.css'
import { importsQuery, useSendImport } from './import-web-queries.ts'

/** Where years kept elsewhere come in by one file (K5). */
export function ImportPage(): ReactNode {
  const asked = useQuery(importsQuery(usePerson().id))
  return (
    <Page title={words.title} helpPage="import" narrow>
      <p>{words.intro}</p>
      <ChooseTable />
      <Asked asked={asked}>{(imports) => (imports.length === 0 ? null : <Past imports={imports} />)}</Asked>
    </Page>
  )
}

function ChooseTable(): ReactNode {
  const say = words.choose
  const send = useSendImport()
  const navigate = useNavigate()
  // The same file sent again, as after a lost answer, is the same import.
  const [sent, setSent] = useState<{ id: string; file: File } | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const choose = (file: File | null) => {
    if (file === null || send.isPending) return
    const isPackage = /\.zip$/i.test(file.name)
    const isTooLarge = file.size > (isPackage ? MOST_PACKAGE_BYTES : MOST_IMPORT_BYTES)
    const reason = isTooLarge ? (isPackage ? say.packageTooLarge : say.tooLarge) : file.size === 0 ? say.empty : null
    setFault(reason)
    if (reason !== null) return
    const isSame = sent?.file.name === file.name && sent.file.size === file.size && sent.file.lastModified === file.lastModified
    const next = { id: isSame ? sent.id : newId(), file }
    setSent(next)
    send.mutate(next, {
      onSuccess: ({ id }) => void navigate({ to: '/import/$importId', params: { importId: id } }),
      onError: (error) => setFault(sayFault(error)),
    })
  }
  return (
    <section className={styles['card']} aria-labelledby="import-table">
      <h2 id="import-table">{say.title}</h2>
      <p className={styles['quiet']}>{say.text}</p>
      <p className={styles['quiet']}>{say.leap2a}</p>
      <p className={styles['quiet']}>{say.archive}</p>
      <FileButton accept=".csv,.tsv,.txt,.xlsx,.zip,.xml,text/csv" onChange={choose}>
        {(props) => (
          <Button {...props} leftSection={<IconUpload size={17} aria-hidden />} loading={send.isPending}>
            {say.button}
          </Button>
        )}
      </FileButton>
      <div role="status">{send.isPending ? <p className={styles['quiet']}>{say.sending}</p> : null}</div>
      <div role="alert">
        {fault === null ? null : (
          <Alert color="red" variant="light" mt="md" role="presentation">
            {fault}
          </Alert>
        )}
      </div>
    </section>
  )
}

function Past({ imports }: { readonly imports: readonly Import[] }): ReactNode {
  const zone = useZone()
  return (
    <section className={styles['card']} aria-labelledby="import-past">
      <h2 id="import-past">{words.past.title}</h2>
      <ul className={styles['rows']}>
        {imports.map((one) => (
          <li key={one.id}>
            <span className={styles['text']}>
              <Link to="/import/$importId" params={{ importId: one.id }}>
                <bdi>{one.fileName}</bdi>
              </Link>
            </span>
            <span>
              {words.states[one.state]}
              {one.state === 'brought' ? `, ${words.past.rows(one.counts.fresh)}` : ''}
            </span>
            <span>{shortDate(dayIn(zone, Date.parse(one.createdAt)))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
