import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Asked } from '#web/ui/asked.tsx'
import styles from './meetings.module.css'
import { meetingPageWords } from './meeting-page-words.ts'
import { gatheredQuery } from './meeting-web-queries.ts'

const say = meetingPageWords.gathered

/** What the record holds, beside the fields of a report that gathers (T12). */
export function Gathered({
  ownerId,
  itemId,
  isSigned,
}: {
  readonly ownerId: string
  readonly itemId: string
  readonly isSigned: boolean
}): ReactNode {
  const asked = useQuery(gatheredQuery(ownerId, itemId, isSigned))
  return (
    <aside aria-label={say.title} className={styles['gathered']}>
      <h2>{say.title}</h2>
      <Asked asked={asked}>
        {({ parts, isKept }) => (
          <>
            <p className={styles['quiet']}>{isKept ? say.kept : say.now}</p>
            {parts.map(({ id, title, columns, rows, none }) => (
              <details key={id} open={rows.length > 0 && rows.length <= 6}>
                <summary>
                  {title} <span className={styles['quiet']}>{rows.length}</span>
                </summary>
                {rows.length === 0 ? (
                  <p className={styles['quiet']}>{none}</p>
                ) : (
                  <div className={styles['frame']} tabIndex={0} role="region" aria-label={title}>
                    <table className={styles['table']}>
                      <thead>
                        <tr>
                          {columns.map((column) => (
                            <th key={column} scope="col">
                              {column}
                            </th>
                          ))}
                        </tr>
                      </thead>
                      <tbody>
                        {rows.map((row) => (
                          <tr key={row.join('|')}>
                            {row.map((cell, at) => (
                              <td key={columns[at]}>{cell}</td>
                            ))}
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </div>
                )}
              </details>
            ))}
          </>
        )}
      </Asked>
    </aside>
  )
}
