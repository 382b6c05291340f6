import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs'
import type { ReactNode } from 'react'
import type { Result } from '#domain/learning/contract.ts'
import type { z } from 'zod'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { NotFoundPage } from '#web/ui/error-pages.tsx'
import { Page } from '#web/ui/page.tsx'
import { AnsweredQuestion } from './answered-question.tsx'
import { myModuleQuery, resultQuery } from './learning-queries.ts'
import { ResultCertificate } from './result-certificate.tsx'
import styles from './result-page.module.css'
import { RetakeActs } from './retake-acts.tsx'
import { ScoreFigure } from './score-figure.tsx'
import { words } from './words.ts'

const say = words.result
const route = getRouteApi('/signed-in/learning/attempts/$attemptId/result')

type ResultShown = z.output<typeof Result>

/** The result, which teaches: each answer with its why (L5), and what comes of it (L6). */
export function ResultPage(): ReactNode {
  const { attemptId } = route.useParams()
  const { data, error, refetch } = useQuery(resultQuery(usePerson().id, attemptId))
  if (error instanceof CallFault && error.code === 'not_found') return <NotFoundPage />
  return (
    <Page title={data === undefined ? say.title : data.title} helpPage="learning-module" narrow>
      {data !== undefined ? (
        <Shown result={data} />
      ) : error === null ? (
        <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
      ) : (
        <State alert icon={<IconPlugConnectedX size={28} />} title={say.fault} text={sayFault(error)}>
          <Button onClick={() => void refetch()}>{words.retry}</Button>
        </State>
      )}
    </Page>
  )
}

function Shown({ result }: { readonly result: ResultShown }): ReactNode {
  const { passed, gain, questions } = result
  return (
    <>
      <section className={styles.outcome} data-passed={passed || undefined} aria-labelledby="outcome">
        <div className={styles.outcomeHead}>
          {passed ? <IconCircleCheckFilled size={30} aria-hidden /> : <IconRefresh size={28} aria-hidden />}
          <h2 id="outcome">{passed ? say.passed : say.failed}</h2>
        </div>
        <p>{result.voided ? say.voided : passed ? say.passedText : say.failedText}</p>
        <ScoreFigure result={result} />
        {gain !== null && (
          <p className={styles.gain}>
            <strong>{say.gainTitle}.</strong> {say.gain(gain.before, gain.after, gain.of)}
          </p>
        )}
        <p className={styles.jump}>
          <a href="#next">{say.next}</a>
        </p>
      </section>
      {result.certificate !== null && result.certificate.voidedOn === null && <ResultCertificate certificate={result.certificate} />}
      <section aria-labelledby="answers" className={styles.answers}>
        <h2 id="answers">{say.answers}</h2>
        {questions.map((question, index) => (
          <AnsweredQuestion key={question.id} question={question}>
            <h3 className={styles.nth}>{words.question.nth(index + 1, questions.length)}</h3>
          </AnsweredQuestion>
        ))}
      </section>
      <WhatNext result={result} />
    </>
  )
}

function WhatNext({ result }: { readonly result: ResultShown }): ReactNode {
  const mine = useQuery(myModuleQuery(usePerson().id, result.moduleId)).data
  const isLast = mine?.last?.attemptId === result.attemptId
  return (
    <section className={styles.next} aria-labelledby="next">
      <h2 id="next">{say.next}</h2>
      <p className={styles.quiet}>{say.impactText}</p>
      <div className={styles.acts}>
        <Button component={Link} to={`/portfolio?item=${result.itemId}&tab=impact`}>
          {say.impact}
        </Button>
        {isLast && <RetakeActs mine={mine} />}
        <Button component={Link} to={`/learning/attempts/${result.attemptId}?page=1`} variant="default">
          {say.read}
        </Button>
        <Button component={Link} to="/learning" variant="subtle">
          {words.back}
        </Button>
      </div>
    </section>
  )
}
