import { Button, Group, Loader, Text } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CallFault } from '#web/platform/call.ts'
import { Page } from './page.tsx'
import { words } from './words.ts'

/** What a page shows that could not be shown, in plain words. */
export function ErrorPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }): ReactNode {
  const router = useRouter()
  const updated = error instanceof Error && /dynamically imported module|module script failed/i.test(error.message)
  const again = () => {
    if (updated) location.reload()
    else {
      reset()
      void router.invalidate()
    }
  }
  const gone = error instanceof CallFault && error.code === 'not_found'
  if (gone) return <NotFoundPage />
  return (
    <Page title={words.wentWrongTitle} helpPage="home" narrow>
      <div role="alert">
        <Text mb="lg">{updated ? words.newVersion : error instanceof CallFault ? error.title : words.wentWrong}</Text>
      </div>
      <Group>
        <Button onClick={again}>{updated ? words.reload : words.tryAgain}</Button>
        <Button component={Link} to="/" variant="default">
          {words.goHome}
        </Button>
      </Group>
    </Page>
  )
}

export function NotFoundPage(): ReactNode {
  return (
    <Page title={words.notFoundTitle} helpPage="home" narrow>
      <Text mb="lg">{words.notFound}</Text>
      <Button component={Link} to="/">
        {words.goHome}
      </Button>
    </Page>
  )
}

export function PendingPage(): ReactNode {
  return <Loader aria-label={words.loading} role="status" m="20vh auto" display="block" />
}
