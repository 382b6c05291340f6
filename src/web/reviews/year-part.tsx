import { Button, Group, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { beginYear, moveYear, yearPdf, type AppraisalYear, type YearSum } from '#domain/reviews/year-contract.ts'
import { addressOf } from '#domain/endpoint.ts'
import { nextYearStates, type YearState } from '#domain/reviews/appraisal-year.ts'
import { sayFigure } from '#domain/hundredths.ts'
import { sayAmount, unitsThrough } from '#domain/portfolio/words.ts'
import { sayBy, sayDoer } from '#domain/reviews/words.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { meetingPageWords } from '#web/assessments/meeting-page-words.ts'
import { sayAgreed } from './agree-part.tsx'
import type { Years } from './review-queries.ts'
import styles from './reviews.module.css'
import { Refused, useYearAct } from './year-act.tsx'
import { CloseWindow, DiscussWindow, LeaveWindow } from './year-windows.tsx'
import { appraiserWords, appraisalWords, yearWords as say } from './words.ts'

/** The appraisal year: what it comes to, how far it is, and those that are closed (P26). */
export function YearPart({ years }: { readonly years: Years }): ReactNode {
  const { current, next, closed } = years
  return (
    <>
      {current === null ? <NoYear next={next} /> : <Current year={current} />}
      {closed.length === 0 ? null : (
        <section className={styles['card']} aria-labelledby="closed-years">
          <h2 id="closed-years">{say.closedTitle}</h2>
          {closed.map((year) => (
            <details key={year.id} className={styles['more']}>
              <summary>{say.span(year.from, year.to)}</summary>
              <Sum sum={year.sum} from={year.from} to={year.to} />
              <Kept year={year} />
            </details>
          ))}
        </section>
      )}
    </>
  )
}

function NoYear({ next }: Pick<Years, 'next'>) {
  const ownerId = usePerson().id
  const [id] = useState<string>(() => newId())
  const begin = useYearAct(() => call(beginYear, { params: { ownerId }, body: { id } }))
  return (
    <section className={styles['card']} aria-labelledby="year">
      <h2 id="year">{say.title}</h2>
      <p>{say.none}</p>
      <p className={styles['quiet']}>{say.startHint}</p>
      <Refused fault={begin.error} />
      <Button
        mt="sm"
        loading={begin.isPending}
        onClick={() => begin.mutate(undefined)}
        h="auto"
        py={8}
        styles={{ label: { whiteSpace: 'normal' } }}
      >
        {say.begin(next.from, next.to)}
      </Button>
    </section>
  )
}

function Current({ year }: { readonly year: AppraisalYear }) {
  const ownerId = usePerson().id
  const [open, setOpen] = useState<'leave' | 'discuss' | 'close' | null>(null)
  const move = useYearAct((state: 'open' | 'prepared') =>
    call(moveYear, { params: { ownerId, yearId: year.id }, body: { state, version: year.version } }),
  )
  const act = (to: YearState) => {
    const back = to === 'open' || (to === 'prepared' && year.state === 'discussed')
    const name =
      to === 'closed' ? say.acts.close : to === 'prepared' && back ? say.acts.back : to === 'discussed' ? say.acts.discussed : say.acts[to]
    const press = () => (to === 'closed' ? setOpen('close') : to === 'discussed' ? setOpen('discuss') : move.mutate(to))
    return (
      <Button key={to} variant={back ? 'default' : 'filled'} size="compact-md" fz="sm" loading={move.isPending} onClick={press}>
        {name}
      </Button>
    )
  }
  return (
    <section className={styles['card']} aria-labelledby="year">
      <Group justify="space-between" gap="xs" mb="xs">
        <h2 id="year" style={{ margin: 0 }}>
          {say.title}{' '}
          <span className={styles['mark']} data-strong>
            {say.states[year.state]}
          </span>
        </h2>
        <span className={styles['quiet']}>{say.span(year.from, year.to)}</span>
      </Group>
      <Sum sum={year.sum} from={year.from} to={year.to} onLeave={() => setOpen('leave')} />
      {year.discussedOn === null ? null : <p className={styles['quiet']}>{say.discussed(year.discussedOn, year.discussedWith)}</p>}
      <p>{say.steps[year.state]}</p>
      <Refused fault={move.error} />
      <div className={styles['acts']}>
        {nextYearStates(year.state).toReversed().map(act)}
        <ReportButton yearId={year.id} />
      </div>
      {open === 'leave' ? <LeaveWindow year={year} onClose={() => setOpen(null)} /> : null}
      {open === 'discuss' ? <DiscussWindow year={year} onClose={() => setOpen(null)} /> : null}
      {open === 'close' ? <CloseWindow year={year} onClose={() => setOpen(null)} /> : null}
    </section>
  )
}

function ReportButton({ yearId }: { readonly yearId: string }) {
  const ownerId = usePerson().id
  return (
    <Button component="a" variant="default" size="compact-md" fz="sm" href={addressOf(yearPdf, { ownerId, yearId })} download>
      {say.report}
    </Button>
  )
}

interface SumProps {
  readonly sum: YearSum
  readonly from: string
  readonly to: string
  readonly onLeave?: () => void
}

/** Totals against the target, leave, and objectives. */
function Sum({ sum, from, to, onLeave }: SumProps) {
  const ownerId = usePerson().id
  const { own } = unitsThrough(null, sum.unit)
  const have = sum.totals.counted + sum.totals.impact
  const { target, fullTarget } = sum
  return (
    <>
      <p className={styles['total']}>
        <strong>{target === null ? sayAmount(have, own) : say.have(sayFigure(have), sayAmount(target, own))}</strong>
        <span className={styles['quiet']}>
          {say.items(sum.totals.completed)}
          {sum.totals.notCounted === 0 ? null : ` · ${say.notCounted(sayAmount(sum.totals.notCounted, own))}`}
          {sum.organisation === null ? null : ` · ${say.through(sum.organisation)}`}
        </span>
        {onLeave === undefined ? null : <Link to={`/portfolio?from=${from}&to=${to}` as '/portfolio'}>{say.rowsLink}</Link>}
      </p>
      {target === null ? (
        <p className={styles['quiet']}>{say.noTarget}</p>
      ) : (
        <Progress.Root size="lg" my="xs">
          <Progress.Section
            value={target === 0 ? 100 : Math.min(100, (100 * have) / target)}
            aria-label={say.progress}
            aria-valuetext={say.have(sayFigure(have), sayAmount(target, own))}
          />
        </Progress.Root>
      )}
      {target === null || target === fullTarget ? null : (
        <p className={styles['quiet']}>{say.reduced(sayAmount(fullTarget ?? 0, own), sum)}</p>
      )}
      <h3>{say.leave}</h3>
      {sum.leave.length === 0 ? <p className={styles['quiet']}>{say.leaveNone}</p> : null}
      <ul className={styles['said']}>
        {sum.leave.map((one) => (
          <li key={one.id}>{say.leaveRow(one.from, one.to, one.percent, one.reason)}</li>
        ))}
      </ul>
      {onLeave === undefined ? null : (
        <Button variant="default" size="compact-sm" onClick={onLeave}>
          {say.changeLeave}
        </Button>
      )}
      <h3>{say.objectives}</h3>
      {sum.objectives.length === 0 ? <p className={styles['quiet']}>{say.objectivesNone}</p> : null}
      <ul className={styles['said']}>
        {sum.objectives.map((one) => (
          <li key={one.id}>
            {one.objective} <span className={styles['mark']}>{meetingPageWords.plan.states[one.state]}</span>{' '}
            <span className={styles['quiet']}>
              {meetingPageWords.plan.by(one.targetOn)}
              {one.items === 0 ? null : ` · ${say.linked(one.items)}`}
            </span>
            {one.outcome === '' ? null : <p className={styles['words']}>{one.outcome}</p>}
          </li>
        ))}
      </ul>
      {onLeave === undefined ? null : (
        <Link to="/record/$ownerId/pdp" params={{ ownerId }}>
          {say.toPlan}
        </Link>
      )}
    </>
  )
}

/** What a closed year keeps besides: when, and what was said and agreed. */
function Kept({ year }: { readonly year: Years['closed'][number] }) {
  const zone = useZone()
  const { comments, agreements } = year.sum
  return (
    <>
      {comments.length === 0 ? null : (
        <>
          <h3>{say.comments}</h3>
          <ul className={styles['said']}>
            {comments.map((one) => (
              <li key={one.id}>
                <span className={styles['quiet']}>
                  {sayBy(one)}, {sayMoment(one.at, zone)} · {one.title ?? appraisalWords.onWhole}
                </span>
                <p className={styles['words']}>{one.text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {agreements.length === 0 ? null : (
        <>
          <h3>{say.agreements}</h3>
          <ul className={styles['said']}>
            {agreements.map((one) => (
              <li key={one.id}>
                {appraiserWords.agreement(sayDoer(one), sayAgreed(one, one.through), one.items.length)}
                {one.organisation === null ? null : ` (${one.organisation})`}
                <span className={styles['quiet']}>, {sayMoment(one.at, zone)}</span>
                {one.note === '' ? null : <p className={styles['words']}>{one.note}</p>}
                {one.changed.length === 0 ? null : <p>{appraiserWords.changedRows(one.changed.length)}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles['quiet']}>
        {year.discussedOn === null ? null : `${say.discussed(year.discussedOn, year.discussedWith)} · `}
        {say.closedOn(sayMoment(year.closedAt, zone))}
        {year.isBrought ? ` · ${say.brought}` : null}
      </p>
      <ReportButton yearId={year.id} />
    </>
  )
}
