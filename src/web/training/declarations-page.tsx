import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconSignature from '@tabler/icons-react/dist/esm/icons/IconSignature.mjs'
import type { ReactNode } from 'react'
import { longDate } from '#domain/plain-date.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { OneDeclaration, ReadSigned, Signatures } from './one-declaration.tsx'
import { words } from './paper-page-words.ts'
import { declarationsQuery } from './paper-queries.ts'
import styles from './papers.module.css'
import { Awaited } from '#web/ui/asked.tsx'

const route = getRouteApi('/signed-in/record/$ownerId/declarations')
const say = words.declarations

/** Declarations and agreements of the training year, and of those before (T4). */
export function DeclarationsPage(): ReactNode {
  const { ownerId } = route.useParams()
  const isMine = usePerson().id === ownerId
  const { data, error, refetch } = useQuery(declarationsQuery(ownerId))
  return (
    <RecordFrame
      ownerId={ownerId}
      title={isMine || data === undefined ? say.title : words.titleOf(say.title, data.name)}
      helpPage="declarations"
      failed={error !== null}
      reading
    >
      {data === undefined ? (
        <Awaited fault={error} onRetry={() => void refetch()} />
      ) : (
        <>
          {data.year === null ? (
            <State icon={<IconSignature size={28} />} title={say.noYear} text={say.noYearText} />
          ) : (
            <>
              <p className={styles['intro']}>{say.intro(data.year.code, longDate(data.year.from), longDate(data.year.until))}</p>
              {data.now.map((one) => (
                <OneDeclaration key={one.kind} one={one} ownerId={ownerId} />
              ))}
            </>
          )}
          {data.before.length > 0 && (
            <section>
              <div className={styles['head']}>
                <h2>{say.before}</h2>
              </div>
              <ul className={styles['list']}>
                {data.before.map(({ year, kind, signatures }) => (
                  <li key={`${year.id} ${kind}`} className={styles['card']}>
                    <h3>{`${say.kinds[kind]}, ${year.code}`}</h3>
                    <Signatures signatures={signatures} />
                    {data.now.find((now) => now.kind === kind)?.can.read === null && (
                      <ReadSigned kind={kind} ownerId={ownerId} yearId={year.id} isMine={isMine} />
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </RecordFrame>
  )
}
