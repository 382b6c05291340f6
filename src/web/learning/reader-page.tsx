import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useEffect, type ReactNode } from 'react'
import type { Attempt } from '#domain/learning/contract.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { NotFoundPage } from '#web/ui/error-pages.tsx'
import { Page } from '#web/ui/page.tsx'
import { attemptQuery } from './learning-queries.ts'
import { Reader } from './reader.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/learning/attempts/$attemptId')

/** A module being taken, one of its pages at a time (L4). The address names the page, so that the browser's 'back' turns it. */
export function ReaderPage(): ReactNode {
  const { attemptId } = route.useParams()
  const { page } = route.useSearch()
  const ownerId = usePerson().id
  const { data, error, refetch, isFetchedAfterMount } = useQuery(attemptQuery(ownerId, attemptId))
  // Answers given in another window are seen here as soon as one comes back to this one.
  useEffect(() => {
    const look = () => void refetch({ cancelRefetch: false })
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [refetch])
  if (error instanceof CallFault && error.code === 'not_found') return <NotFoundPage />
  if (data === undefined) {
    return (
      <Page title={words.learning} helpPage="learning-module">
        {error === null ? (
          <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
        ) : (
          <State alert icon={<IconPlugConnectedX size={28} />} title={words.reader.fault} text={sayFault(error)}>
            <Button onClick={() => void refetch()}>{words.retry}</Button>
          </State>
        )}
      </Page>
    )
  }
  const to = page ?? (isFetchedAfterMount || error !== null ? placeOf(data) : undefined)
  if (data.submitted && (to === undefined || to > data.pages.length || to === 0)) {
    return <Navigate to="/learning/attempts/$attemptId/result" params={{ attemptId }} replace />
  }
  const shown = to === undefined ? undefined : withinModule(data, to)
  if (shown !== page && shown !== undefined) {
    return <Navigate to="/learning/attempts/$attemptId" params={{ attemptId }} search={{ page: shown }} replace />
  }
  return (
    <Page title={data.title} helpPage="learning-module">
      {shown === undefined ? (
        <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
      ) : (
        <Reader attempt={data} page={shown} />
      )}
    </Page>
  )
}

/** Where one goes on: in a pre-test that was begun and not finished, else on the page where one stopped. */
function placeOf({ place, preTest }: Attempt): number {
  const answered = preTest.filter((question) => question.chosen !== null).length
  return place === 0 && answered > 0 && answered < preTest.length ? 0 : place + 1
}

/** Pages count from 1; 0 is the pre-test, the one after the last the final assessment. */
const withinModule = ({ pages, preTest }: Attempt, page: number): number =>
  Math.min(Math.max(page, preTest.length > 0 ? 0 : 1), pages.length + 1)
