import { Alert, Button, Loader, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { words } from './words.ts'

/** What stands where an answer is still on its way, or did not come. */
export function Waiting({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  if (error === null) return <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
  return (
    <Alert color="red" variant="light" title={words.failed}>
      <Text size="sm" mb="sm">
        {sayFault(error)}
      </Text>
      <Button variant="default" onClick={onRetry}>
        {words.retry}
      </Button>
    </Alert>
  )
}
