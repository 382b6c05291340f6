import { Button, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { agreeCredits, type OpenedShare } from '#domain/reviews/appraiser-contract.ts'
import { type CreditAgreement, type SharedView } from '#domain/reviews/share-contract.ts'
import { sayDoer } from '#domain/reviews/words.ts'
import { partsOfTotal, showAmount } from '#domain/reports/words.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { browserZone, sayMoment } from '#web/platform/zone.ts'
import styles from './reviews.module.css'
import { appraiserWords as say } from './words.ts'

/** What was agreed, in the words of the amounts: '12.50 credits'. */
export const sayAgreed = (agreement: Pick<CreditAgreement, 'counted' | 'impact'>, through: SharedView['through']): string => {
  const [all] = partsOfTotal({ ...agreement, notCounted: 0 }, through)
  return showAmount(all.amount, all.unit)
}

interface AgreePartProps {
  readonly code: string
  readonly view: OpenedShare
  /** The rows to agree to; null where nothing is being agreed. */
  readonly chosen: ReadonlySet<string> | null
  readonly onChosen: (chosen: ReadonlySet<string> | null) => void
  readonly onView: (view: OpenedShare) => void
  /** Reads everything anew. */
  readonly onAgain: () => Promise<void>
}

/** Agreeing to credits: of all rows, or of those chosen where the columns shared tell what each brings. */
export function AgreePart({ code, view, chosen, onChosen, onView, onAgain }: AgreePartProps): ReactNode {
  const [id, setId] = useState<string>(() => newId())
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const { rows, totals, through } = view
  const canChoose = rows.every((row) => row.brings !== undefined)
  const picked = chosen === null || !canChoose ? rows : rows.filter((row) => chosen.has(row.id))
  const sum = canChoose
    ? picked.reduce(
        (all, { brings }) => ({
          counted: all.counted + brings!.counted,
          impact: all.impact + brings!.impact,
          notCounted: all.notCounted + brings!.notCounted,
        }),
        { counted: 0, impact: 0, notCounted: 0 },
      )
    : { counted: totals.counted, impact: totals.impact, notCounted: totals.notCounted }
  const agree = async () => {
    setBusy(true)
    setFault(null)
    try {
      const made = await call(agreeCredits, {
        params: { code },
        body: {
          id,
          rows: picked.map((row) => ({ id: row.id, version: row.version })),
          ...sum,
          accreditorId: totals.accreditorId,
          name: view.appraiserName,
          note,
        },
      })
      onView({ ...view, agreements: [...view.agreements.filter((one) => one.id !== made.id), made] })
      onChosen(null)
      setId(newId())
      setNote('')
      setSaid(say.agreedNow)
    } catch (error) {
      setFault(error)
    } finally {
      setBusy(false)
    }
  }
  const isStale = fault instanceof CallFault && fault.code === 'stale_version'
  return (
    <section className={styles['card']} aria-labelledby="agree-credits">
      <h2 id="agree-credits">{say.agreeTitle}</h2>
      {view.agreements.length === 0 ? null : (
        <ul className={styles['said']} aria-label={say.agreements}>
          {view.agreements.map((one) => (
            <li key={one.id}>
              {say.agreement(sayDoer(one), sayAgreed(one, one.through), one.items.length)}
              <span className={styles['quiet']}>, {sayMoment(one.at, browserZone())}</span>
              {one.changed.length === 0 ? null : <> {say.changedRows(one.changed.length)}</>}
              {one.note === '' ? null : <p className={styles['words']}>{one.note}</p>}
            </li>
          ))}
        </ul>
      )}
      <Text size="sm" role="status">
        {said}
      </Text>
      {chosen === null ? (
        <Button
          variant="light"
          mt="xs"
          disabled={rows.length === 0}
          onClick={() => {
            setSaid('')
            onChosen(new Set(rows.map((row) => row.id)))
          }}
        >
          {say.agreeTitle}
        </Button>
      ) : (
        <div className={styles['narrow']}>
          <p>{say.agreeText}</p>
          <p className={styles['quiet']} aria-live="polite">
            {say.chosen(picked.length, rows.length)}
          </p>
          <TextInput label={say.note} value={note} maxLength={1000} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
          <div role="alert">
            {fault === null ? null : (
              <Text size="sm" c="var(--mantine-color-error)" mt="xs">
                {sayFault(fault)}
              </Text>
            )}
          </div>
          <div className={styles['acts']}>
            <Button loading={busy} disabled={picked.length === 0} onClick={() => void agree()}>
              {say.agreeAct(sayAgreed(sum, through))}
            </Button>
            {isStale ? (
              <Button variant="default" onClick={() => void onAgain().then(() => setFault(null), setFault)}>
                {say.again}
              </Button>
            ) : null}
            <Button
              variant="default"
              onClick={() => {
                setFault(null)
                onChosen(null)
              }}
            >
              {say.cancel}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
