import { Button, Loader } from '@mantine/core'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import type { ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { State } from '#web/portfolio/list-states.tsx'
import { words } from './paper-page-words.ts'

/** What stands on a page until its answer is there, or where it cannot be had. */
export function Awaited({ fault, onRetry }: { readonly fault: unknown; readonly onRetry: () => void }): ReactNode {
  if (fault === null) return <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
  return (
    <State alert icon={<IconPlugConnectedX size={28} />} title={words.failed} text={sayFault(fault)}>
      <Button onClick={onRetry}>{words.retry}</Button>
    </State>
  )
}
