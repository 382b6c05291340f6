import { Button, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { MyModule } from '#domain/learning/contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { focusIfLost } from '#web/portfolio/focus-if-lost.ts'
import { StatusMark } from '#web/portfolio/status-mark.tsx'
import { AddWindow } from './add-window.tsx'
import { useCertificateCredits } from './credits-said.tsx'
import { useGoOn, useStart } from './module-acts.ts'
import styles from './module-page.module.css'
import { RetakeActs } from './retake-acts.tsx'
import { SaveCertificate } from './save-certificate.tsx'
import { sayPlace, shareDone } from './say-place.ts'
import { words } from './words.ts'

const say = words.standing

/** How the person stands with a module, and what they can do with it now (L2, L3, L7, L8). */
export function Standing({ mine }: { readonly mine: MyModule }): ReactNode {
  const { row, open, last, certificate, can } = mine
  const credits = useCertificateCredits()
  const [adding, setAdding] = useState(false)
  const card = useRef<HTMLElement>(null)
  const creditsSaid = certificate === null ? null : credits(certificate)
  const was = useRef(adding)
  // 'Add to portfolio' is gone once it is pressed.
  useEffect(() => {
    if (was.current && !adding)
      focusIfLost(() => (document.querySelector('[role="dialog"]') === null ? card.current?.querySelector('button, a') : null))
    was.current = adding
  }, [adding])
  return (
    <section ref={card} className={styles.card} aria-labelledby="module-standing">
      <div className={styles.standingHead}>
        <h2 id="module-standing">{say.title}</h2>
        {row !== null && !row.binned && <StatusMark status={row.status} />}
      </div>
      <div className={styles.said}>
        {row === null && last === null && open === null && <p>{say.fresh}</p>}
        {row?.status === 'not started' && !row.binned && <p>{say.later}</p>}
        {row?.binned === true && <p>{open === null ? say.binnedDone : say.binned}</p>}
        {open !== null && (
          <>
            <Progress.Root size={8}>
              <Progress.Section value={shareDone(open)} aria-label={say.progress} />
            </Progress.Root>
            <p>
              {[
                ...(row?.startedOn ? [say.begun(longDate(row.startedOn))] : []),
                open.place >= open.pages ? say.answered(open.answered, open.questions) : sayPlace(open),
              ].join(' · ')}
            </p>
          </>
        )}
        {last !== null && open === null && (
          <p>{last.passed ? say.passed(last.percent, longDate(last.submittedOn)) : say.failed(last.percent, longDate(last.submittedOn))}</p>
        )}
        {last !== null && open === null && !last.passed && can.retake && <p>{say.failedMore}</p>}
        {creditsSaid !== null && <p>{say.credits(creditsSaid)}</p>}
      </div>
      <div className={styles.acts}>
        {can.start && (open === null ? <StartButton moduleId={mine.moduleId} /> : <GoOnButton mine={mine} />)}
        {can.add && (
          <Button variant="default" onClick={() => setAdding(true)}>
            {say.add}
          </Button>
        )}
        {certificate !== null && certificate.voidedOn === null && <SaveCertificate certificate={certificate} />}
        {last !== null && (
          <Button component={Link} to={`/learning/attempts/${last.attemptId}/result`} variant="default">
            {say.result}
          </Button>
        )}
        <RetakeActs mine={mine} />
        {row !== null && !row.binned && (
          <Button component={Link} to={`/portfolio?item=${row.itemId}`} variant="subtle">
            {say.open}
          </Button>
        )}
      </div>
      {can.takeAgain && <p className={styles.quiet}>{say.againWhy}</p>}
      {mine.earlier.length > 0 && <Earlier earlier={mine.earlier} />}
      {adding && <AddWindow moduleId={mine.moduleId} title={mine.title} onClose={() => setAdding(false)} />}
    </section>
  )
}

/** What was kept when it was taken again, each with its result and certificate (L7, L8). */
function Earlier({ earlier }: Pick<MyModule, 'earlier'>): ReactNode {
  return (
    <div className={styles.earlier}>
      <h3>{say.earlier}</h3>
      <ul>
        {earlier.map(({ attemptId, percent, submittedOn, certificate }) => (
          <li key={attemptId}>
            <Link to="/learning/attempts/$attemptId/result" params={{ attemptId }} aria-label={say.earlierResult(longDate(submittedOn))}>
              {say.earlierOne(percent, longDate(submittedOn))}
            </Link>
            {certificate !== null && certificate.voidedOn === null && <SaveCertificate certificate={certificate} variant="default" />}
          </li>
        ))}
      </ul>
    </div>
  )
}

function StartButton({ moduleId }: { readonly moduleId: string }): ReactNode {
  const start = useStart(moduleId)
  return (
    <Button loading={start.isPending} onClick={() => start.mutate()}>
      {say.start}
    </Button>
  )
}

function GoOnButton({ mine }: { readonly mine: MyModule }): ReactNode {
  const goOn = useGoOn(mine)
  return (
    <Button loading={goOn.isPending} onClick={() => goOn.mutate()}>
      {words.goOn}
    </Button>
  )
}
