import { Alert, Button } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { keptOfArchive, type Import } from '#domain/capture/import-contract.ts'
import type { ArchivePart, FoundArchive } from '#domain/capture/archive-in.ts'
import { dayIn, shortDate } from '#domain/plain-date.ts'
import { sayNumber } from '#domain/say-number.ts'
import { addressOf, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useZone } from '#web/platform/zone.ts'
import { archivePageWords as words } from './archive-words.ts'
import styles from './import.module.css'
import { useImportActs } from './import-web-queries.ts'

/** What an archive holds, before it is brought in (K5). `drop` throws it away. */
export function ArchivePreview({
  one,
  found,
  drop,
}: {
  readonly one: Import
  readonly found: FoundArchive
  readonly drop: ReactNode
}): ReactNode {
  const { bring } = useImportActs(one.id)
  return (
    <section className={styles['card']} aria-labelledby="import-archive">
      <About found={found} />
      <div className={styles['foot']}>
        {one.counts.fresh === 0 ? null : (
          <Button loading={bring.isPending} onClick={() => bring.mutate()}>
            {words.bring(found.parts.some(({ fate, rows, here }) => fate === 'in' && rows > here) ? one.counts.fresh : 0)}
          </Button>
        )}
        {drop}
      </div>
      {one.counts.fresh === 0 ? <p>{words.nothing}</p> : null}
      <div role="alert">
        {bring.error === null ? null : (
          <Alert color="red" variant="light" mt="md" role="presentation">
            {sayFault(bring.error)}
          </Alert>
        )}
      </div>
      <Parts found={found} say={words.fate} />
    </section>
  )
}

/** What became of an archive that was brought in, part by part, and what was kept of it. */
export function ArchiveReport({ one, found }: { readonly one: Import; readonly found: FoundArchive }): ReactNode {
  const ownerId = usePerson().id
  return (
    <section className={styles['card']} aria-labelledby="import-archive">
      <About found={found} />
      {found.parts.some(({ fate }) => fate === 'elsewhere') ? (
        <div className={styles['foot']}>
          <Button component={Link} to="/record/$ownerId/elsewhere" params={{ ownerId } as never} variant="default">
            {words.elsewhere}
          </Button>
        </div>
      ) : null}
      {found.keeps ? (
        <>
          <p>{words.kept}</p>
          <div className={styles['foot']}>
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={17} aria-hidden />}
              href={addressOf(keptOfArchive, { ownerId, importId: one.id })}
              download
            >
              {words.download}
            </Button>
          </div>
        </>
      ) : null}
      <Parts found={found} say={words.became} />
    </section>
  )
}

function About({ found }: { readonly found: FoundArchive }): ReactNode {
  const zone = useZone()
  return (
    <>
      <h2 id="import-archive">
        <bdi>{words.of(found.owner.name)}</bdi>
      </h2>
      <p className={styles['quiet']}>{words.made(shortDate(dayIn(zone, Date.parse(found.madeAt))), found.server)}</p>
      {found.isOwn ? <p>{words.own}</p> : null}
    </>
  )
}

function Parts({ found, say }: { readonly found: FoundArchive; readonly say: (part: ArchivePart) => string }): ReactNode {
  return (
    <>
      {found.notes.length === 0 ? null : (
        <Alert variant="light" mt="md" title={words.notes} role="presentation">
          <ul>
            {found.notes.map((note) => (
              <li key={note}>
                <bdi>{note}</bdi>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <h3 id="archive-parts">{words.parts}</h3>
      <ul className={styles['parts']} aria-labelledby="archive-parts">
        {found.parts.map((part) => (
          <li key={part.label}>
            <strong>
              {part.label}: {sayNumber(part.rows)}
            </strong>
            <span>{say(part)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
