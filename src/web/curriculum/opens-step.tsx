import type { ReactNode } from 'react'
import type { ItemLinks } from '#domain/curriculum/contract.ts'
import type { Evidence } from '#domain/curriculum/evidence.ts'
import { shortDate } from '#domain/plain-date.ts'
import { FilledRead } from '#web/assessments/filled-read.tsx'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import styles from './curriculum.module.css'
import { words } from './words.ts'

const say = words.opens

/** Who reads evidence of this owner's today, by name. */
export function Readers({ readers }: Pick<ItemLinks, 'readers'>): ReactNode {
  return (
    <section className={styles['readers']}>
      <h3>{say.who}</h3>
      {readers.length === 0 ? (
        <p>{say.nobody}</p>
      ) : (
        <>
          <ul>
            {[...Map.groupBy(readers, ({ name }) => name)].map(([name, as]) => (
              <li key={name}>
                <b>{name}</b>, {as.map(({ relation }) => relation).join(', ')}
              </li>
            ))}
          </ul>
          <p className={styles['quiet']}>{say.others}</p>
        </>
      )}
      <p className={styles['quiet']}>{say.stays}</p>
    </section>
  )
}

export const datesOf = ({ startedOn, completedOn }: Pick<Evidence, 'startedOn' | 'completedOn'>): string =>
  [startedOn, completedOn]
    .filter((day) => day !== null)
    .map(shortDate)
    .join(' to ') || say.noDates

/** All of an item that linking opens, exactly (P24). */
export function Opens({ evidence }: { readonly evidence: Evidence }): ReactNode {
  return (
    <article className={styles['opens']}>
      <h3>{evidence.title}</h3>
      {evidence.type === 'reflection' ? <p className={styles['warn']}>{say.reflection}</p> : null}
      <dl>
        <dt>{say.type}</dt>
        <dd>{evidence.type === null ? say.noType : TYPE_WORDS[evidence.type]}</dd>
        <dt>{say.dates}</dt>
        <dd>{datesOf(evidence)}</dd>
        <dt>{say.notes}</dt>
        <dd className={styles['notes']}>{evidence.notes === '' ? say.noNotes : evidence.notes}</dd>
        <dt>{say.files}</dt>
        <dd>{evidence.files.length === 0 ? say.noFiles : evidence.files.map(({ name }) => name).join(', ')}</dd>
        {evidence.filled === null ? null : (
          <>
            <dt>{say.form}</dt>
            <dd>
              <FilledRead filled={evidence.filled} none={say.noAnswers} />
            </dd>
          </>
        )}
      </dl>
    </article>
  )
}
