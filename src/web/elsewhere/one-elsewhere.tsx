import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AnswerElsewhere } from '#domain/elsewhere/acceptance.ts'
import type { ReadElsewhere } from '#domain/elsewhere/contract.ts'
import { dayIn, shortDate } from '#domain/plain-date.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useZone } from '#web/platform/zone.ts'
import { Asked } from '#web/ui/asked.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import styles from './elsewhere.module.css'
import { oneElsewhereQuery } from './elsewhere-queries.ts'
import { words } from './words.ts'

interface Props {
  readonly ownerId: string
  readonly id: string
  readonly onDecide: (answer: AnswerElsewhere) => void
}

/** What a record says, how far its proof goes, and what was decided about it (R6). */
export function OneElsewhere({ ownerId, id, onDecide }: Props): ReactNode {
  const asked = useQuery(oneElsewhereQuery(ownerId, id))
  const own = usePerson().id === ownerId
  return (
    <Asked asked={asked}>
      {(one) => (
        <div className={styles['body']}>
          <h4>{words.says}</h4>
          {one.content.length === 0 ? <p>{words.saysNothing}</p> : null}
          <dl className={styles['says']}>
            {one.content.map(({ label, lines }, at) => (
              // eslint-disable-next-line react/no-array-index-key -- Two questions may be called the same.
              <div key={at} style={{ display: 'contents' }}>
                <dt>
                  <bdi>{label}</bdi>
                </dt>
                <dd dir="auto">{lines.join('\n')}</dd>
              </div>
            ))}
          </dl>
          <Remarks one={one} />
          <Proof one={one} />
          {one.decisions.length < 2 ? null : <Decisions one={one} />}
          <div className={styles['acts']}>
            {own && one.standing === 'accepted' ? (
              <Button component={Link} variant="default" size="sm" to="/portfolio" search={{ item: id } as never}>
                {words.item}
              </Button>
            ) : null}
            {own ? null : <Acts one={one} onDecide={onDecide} />}
          </div>
        </div>
      )}
    </Asked>
  )
}

function Remarks({ one: { remarks, isFew, proof } }: { readonly one: ReadElsewhere }): ReactNode {
  if (remarks.length === 0 && !isFew) return null
  return (
    <>
      {proof === 'told' && remarks.length > 0 ? <p>{words.toldRemarks}</p> : null}
      <ul>
        {remarks.map((remark) => (
          <li key={remark}>{words.remarks[remark]}</li>
        ))}
        {isFew ? <li>{words.few}</li> : null}
      </ul>
    </>
  )
}

function Proof({ one }: { readonly one: ReadElsewhere }): ReactNode {
  const { keyIsOurs, number, publicKey, server, fromName } = one
  const told = [...proofIn(one), ...(keyIsOurs ? [] : [words.itsWord(fromName, server)])]
  return (
    <>
      <h4>{words.proof}</h4>
      {told.map((line) => (
        <p key={line}>
          <bdi>{line}</bdi>
        </p>
      ))}
      {number === null ? null : (
        <dl className={styles['says']}>
          <dt>{words.place}</dt>
          <dd>{number}</dd>
          <dt>{words.key}</dt>
          <dd className={styles['key']}>{publicKey}</dd>
        </dl>
      )}
      {number === null || keyIsOurs ? null : (
        <p className={styles['quiet']}>
          <bdi>{words.keyAt(server)}</bdi>
        </p>
      )}
    </>
  )
}

function proofIn({ proof, keyIsOurs, isNamedHere, fromName, remarks }: ReadElsewhere): readonly string[] {
  if (proof !== 'whole') return words.proofs[proof]
  const stands = remarks.includes('gaps') ? words.withGaps : words.proofs.whole[0]!
  if (!keyIsOurs) return [stands, ...words.proofs.whole.slice(1)]
  return [stands, isNamedHere ? words.ours(fromName) : words.oursUnnamed(fromName)]
}

function Decisions({ one: { decisions } }: { readonly one: ReadElsewhere }): ReactNode {
  const zone = useZone()
  return (
    <>
      <h4>{words.decisions}</h4>
      <ul>
        {decisions.map(({ id, answer, by, as, at, reason }) => (
          <li key={id}>
            <bdi>{words.decided[answer](by, as, shortDate(dayIn(zone, Date.parse(at))))}</bdi>
            {reason === '' ? '' : ': '}
            <bdi>{reason}</bdi>
          </li>
        ))}
      </ul>
    </>
  )
}

function Acts({ one, onDecide }: { readonly one: ReadElsewhere; readonly onDecide: Props['onDecide'] }): ReactNode {
  const { can, standing, title } = one
  const acts: readonly (readonly [AnswerElsewhere, string | null])[] =
    standing === 'accepted'
      ? [['withdrawn', can.withdraw]]
      : [['accepted', can.accept], ...(standing === 'declined' ? [] : [['declined', can.decline] as const])]
  return acts.map(([answer, whyNot]) =>
    whyNot === null ? (
      <Button
        key={answer}
        size="sm"
        variant={answer === 'accepted' ? 'filled' : 'default'}
        aria-label={words.actOn(words.acts[answer], title)}
        onClick={() => onDecide(answer)}
      >
        {words.acts[answer]}
      </Button>
    ) : (
      <span key={answer} className={styles['quiet']}>
        {words.acts[answer]} <MayNot reason={whyNot} />
      </span>
    ),
  )
}
