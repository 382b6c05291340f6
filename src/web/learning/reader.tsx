import { Button, Loader, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import IconArrowLeft from '@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs'
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs'
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { keepPlace, type Attempt } from '#domain/learning/contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { patiently } from '#web/ui/patiently.ts'
import { FinalAssessment } from './final-assessment.tsx'
import { changeAttempt } from './learning-queries.ts'
import { CheckedQuestion, PageQuestion } from './page-question.tsx'
import { PageList } from './page-list.tsx'
import { PreTest } from './pre-test.tsx'
import styles from './reader.module.css'
import { useArrows } from './use-arrows.ts'
import { words } from './words.ts'

const say = words.reader

const ModuleText = lazy(patiently(async () => ({ default: (await import('./module-text.tsx')).ModuleText })))

interface ReaderProps {
  readonly attempt: Attempt
  /** From 1; 0 is the pre-test, one past the last the final assessment. */
  readonly page: number
}

export function Reader({ attempt, page }: ReaderProps): ReactNode {
  const navigate = useNavigate()
  const heading = useHeadingFocus(page)
  usePlace(attempt, page)
  const last = attempt.submitted ? attempt.pages.length : attempt.pages.length + 1
  const first = attempt.preTest.length > 0 && !attempt.submitted ? 0 : 1
  const turnTo = useCallback(
    (to: number) => void navigate({ to: '/learning/attempts/$attemptId', params: { attemptId: attempt.id }, search: { page: to } }),
    [navigate, attempt.id],
  )
  const before = page > first ? () => turnTo(page - 1) : undefined
  const after = page < last ? () => turnTo(page + 1) : undefined
  useArrows(before, after)
  const title = titleOf(attempt, page)
  return (
    <div className={styles.reader}>
      <PageList attempt={attempt} page={page} />
      <article className={styles.page}>
        <Progress.Root size={5} mb="lg">
          <Progress.Section value={Math.round((100 * page) / (attempt.pages.length + 1))} aria-label={say.progress} />
        </Progress.Root>
        <p className={styles.where}>
          {attempt.submitted ? say.submitted : page >= 1 && page <= attempt.pages.length ? say.page(page, attempt.pages.length) : ' '}
        </p>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        {page === 0 ? (
          <PreTest attempt={attempt} onSkip={() => turnTo(1)} />
        ) : page > attempt.pages.length ? (
          <FinalAssessment attempt={attempt} />
        ) : (
          <ModulePageParts key={page} attempt={attempt} page={page} />
        )}
        <nav className={styles.turning} aria-label={say.turn}>
          {before !== undefined && (
            <Button variant="default" leftSection={<IconArrowLeft size={17} aria-hidden />} onClick={before}>
              {say.previous}
            </Button>
          )}
          {after !== undefined && (
            <div className={styles.onward}>
              <span className={styles.nextTitle} aria-hidden>
                {titleOf(attempt, page + 1)}
              </span>
              <Button rightSection={<IconArrowRight size={17} aria-hidden />} onClick={after}>
                {say.next}
              </Button>
            </div>
          )}
        </nav>
      </article>
    </div>
  )
}

const titleOf = ({ pages }: Attempt, page: number): string =>
  page === 0 ? say.before : page > pages.length ? say.assessment : (pages[page - 1]?.title ?? '')

function ModulePageParts({ attempt, page }: ReaderProps): ReactNode {
  const [checked, setChecked] = useState<string | null>(null)
  const parts = attempt.pages[page - 1]?.parts ?? []
  return (
    <Suspense fallback={<Loader aria-label={words.loading} role="status" m="10vh auto" display="block" />}>
      {parts.map((part, index) =>
        'text' in part ? (
          <ModuleText key={index} text={part.text} />
        ) : 'asked' in part ? (
          <PageQuestion
            key={part.asked.id}
            attemptId={attempt.id}
            question={part.asked}
            closed={attempt.submitted}
            onChecked={() => setChecked(part.asked.id)}
          />
        ) : (
          <CheckedQuestion key={part.question.id} question={part.question} fresh={checked === part.question.id} />
        ),
      )}
    </Suspense>
  )
}

/** Turning a page moves the focus to its heading, so that one reads on from there. */
function useHeadingFocus(page: number) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(page)
  useEffect(() => {
    if (shown.current === page) return
    shown.current = page
    heading.current?.focus({ preventScroll: true })
  }, [page])
  return heading
}

/** The server remembers the page, behind the back of whoever reads (L4). Should it fail, the next page is remembered. */
function usePlace(attempt: Attempt, page: number): void {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const { id: attemptId, submitted, place } = attempt
  const to = Math.max(0, page - 1)
  const current = useRef(place)
  useEffect(() => {
    if (submitted || current.current === to) return
    current.current = to
    const keep = async () => {
      await call(keepPlace, { params: { ownerId, attemptId }, body: { page: to }, keepalive: true })
      await changeAttempt(client, ownerId, attemptId, (now) => ({ ...now, place: to }))
      void client.invalidateQueries({ queryKey: [ownerId, 'learning'] })
      void client.invalidateQueries({ queryKey: [ownerId, 'my-module'] })
    }
    keep().catch(() => undefined)
  }, [client, ownerId, attemptId, submitted, to])
}
