import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import type { ReactNode } from 'react'
import { downloadEvidence } from '#domain/curriculum/contract.ts'
import type { Evidence } from '#domain/curriculum/evidence.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { FilledRead } from '#web/assessments/filled-read.tsx'
import { addressOf, CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { saySize } from '#web/portfolio/say-size.ts'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import styles from './curriculum.module.css'
import { evidenceQuery } from './curriculum-queries.ts'
import { dayOf } from './item-view.ts'
import { datesOf } from './opens-step.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/evidence/$itemId')
const say = words.evidencePage

/** A piece of evidence as others read it: as it is while it is linked, and as each signature saw it (P24, T9). */
export function EvidencePage(): ReactNode {
  const { ownerId, itemId } = route.useParams()
  const { data, error } = useQuery(evidenceQuery(ownerId, itemId))
  const isMine = usePerson().id === ownerId
  const title = data?.now?.title ?? data?.versions[0]?.evidence.title ?? say.title
  return (
    <RecordFrame ownerId={ownerId} title={title} helpPage="curriculum" failed={error !== null} reading>
      <p className={styles['backLine']}>
        <Link to="/record/$ownerId/curriculum" params={{ ownerId }} search={{}}>
          {words.back}
        </Link>
        {data === undefined || isMine ? null : (
          <span className={styles['quiet']}>
            <bdi>{data.person.name}</bdi>
          </span>
        )}
      </p>
      {error !== null ? (
        <p role="alert">{error instanceof CallFault && error.code === 'not_found' ? say.goneText : sayFault(error)}</p>
      ) : data === undefined ? (
        <Skeleton height={200} role="status" aria-label={words.loading} />
      ) : (
        <>
          {data.now === null ? (
            <p className={styles['notice']}>{say.notNow}</p>
          ) : (
            <Shown evidence={data.now} ownerId={ownerId} head={say.now} more={`${say.linkedTo} ${data.now.codes.join(', ')}`} />
          )}
          {data.versions.map((version) => (
            <Shown
              key={version.signOffId}
              evidence={version.evidence}
              ownerId={ownerId}
              signOff={version.signOffId}
              head={say.version(version.by, dayOf(version.at))}
              more={`${version.code}: ${words.answer[version.answer]}`}
              mark={data.now === null ? undefined : version.hasChanged ? say.changed : say.same}
            />
          ))}
        </>
      )}
    </RecordFrame>
  )
}

interface ShownProps {
  readonly evidence: Evidence
  readonly ownerId: string
  readonly signOff?: string
  readonly head: string
  readonly more: string
  readonly mark?: string | undefined
}

function Shown({ evidence, ownerId, signOff, head, more, mark }: ShownProps) {
  const { itemId } = evidence
  return (
    <section className={styles['version']} id={signOff}>
      <h2>{head}</h2>
      <p className={styles['quiet']}>
        {more}
        {mark === undefined ? '' : ` · ${mark}`}
      </p>
      <dl>
        {signOff === undefined ? null : (
          <>
            <dt>{words.columns.item}</dt>
            <dd>{evidence.title}</dd>
          </>
        )}
        <dt>{words.opens.type}</dt>
        <dd>{evidence.type === null ? words.opens.noType : TYPE_WORDS[evidence.type]}</dd>
        <dt>{words.opens.dates}</dt>
        <dd>{datesOf(evidence)}</dd>
        <dt>{words.opens.notes}</dt>
        <dd className={styles['notes']}>{evidence.notes === '' ? words.opens.noNotes : evidence.notes}</dd>
        {evidence.filled === null ? null : (
          <>
            <dt>{words.opens.form}</dt>
            <dd>
              <FilledRead filled={evidence.filled} none={words.opens.noAnswers} />
            </dd>
          </>
        )}
        <dt>{words.opens.files}</dt>
        <dd>
          {evidence.files.length === 0 ? words.opens.noFiles : null}
          <ul className={styles['links']}>
            {evidence.files.map((file) => (
              <li key={file.id}>
                <IconDownload size={15} aria-hidden />
                <a
                  className={styles['grow']}
                  href={addressOf(downloadEvidence, { ownerId, itemId, fileId: file.id }, signOff === undefined ? {} : { signOff })}
                  download={file.name}
                >
                  {file.name}
                </a>
                <small className={styles['quiet']}>{saySize(file.sizeBytes)}</small>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </section>
  )
}
