import type { ReactNode } from 'react'
import type { Payload } from '#domain/connections/payload.ts'
import { longDate } from '#domain/plain-date.ts'
import { saySize } from '#web/portfolio/say-size.ts'
import styles from './connections.module.css'
import { words } from './words.ts'

const say = words.payload

/** Every field of what is or was sent, in words (X15). What stays here says so. */
export function PayloadSaid({ payload }: { readonly payload: Payload }): ReactNode {
  const { impact } = payload
  return (
    <dl className={styles.payload}>
      <Fact name={say.title} value={payload.title} />
      <Fact name={say.kind} value={say.kinds[payload.kind]} />
      <Fact name={say.type} value={payload.type} />
      <Fact name={say.started} value={payload.startedOn && longDate(payload.startedOn)} />
      <Fact name={say.completed} value={payload.completedOn && longDate(payload.completedOn)} />
      <Fact name={say.provider} value={payload.provider} />
      <Fact name={say.address} value={payload.address} />
      <Fact name={say.credits} value={payload.credits && creditsSaid(payload.credits)} />
      {impact === null ? (
        <Fact name={say.impact} value={<span className={styles.quiet}>{say.notSent}</span>} />
      ) : (
        <>
          <Fact name={say.impactCredits} value={impact.credits} />
          <Fact name={say.before} value={impact.before} />
          <Fact name={say.after} value={impact.after} />
          <Fact name={say.changes} value={impact.changes} />
        </>
      )}
      <Fact name={say.notes} value={payload.notes === null ? <span className={styles.quiet}>{say.notSent}</span> : payload.notes} />
      <Fact name={say.tags} value={payload.tags.join(', ')} />
      <Fact name={say.files} value={filesSaid(payload.attachments)} />
      <Fact name={say.reference} value={<small>{`${payload.externalReference}, ${say.revision(payload.revision)}`}</small>} />
    </dl>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value === null || value === '' ? <span className={styles.quiet}>{say.none}</span> : value}</dd>
  </div>
)

const creditsSaid = ({ amount, unit, accreditor, basis }: NonNullable<Payload['credits']>): string =>
  basis === 'personal' || accreditor === null
    ? `${amount} ${unit}, ${say.personal}`
    : `${amount} ${unit}, ${say.basis[basis]} ${accreditor}`

const filesSaid = (attachments: Payload['attachments']): ReactNode =>
  attachments.length === 0 ? null : (
    <ul className={styles.files}>
      {attachments.map(({ name, sizeBytes, sha256 }, index) => (
        <li key={`${index} ${sha256}`}>
          <bdi>{name}</bdi> <span className={styles.quiet}>{saySize(sizeBytes)}</span>
        </li>
      ))}
    </ul>
  )
