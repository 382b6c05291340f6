import { Button, Loader } from '@mantine/core'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import type { ReactNode } from 'react'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { State } from './state.tsx'
import { words } from './words.ts'

interface AskedProps<D> {
  readonly asked: { readonly data: D | undefined; readonly error: unknown; refetch(): unknown }
  readonly children: (data: D) => ReactNode
}

/** What a page shows of what it asked for: it, that it is on its way, or why not. */
export const Asked = <D,>({ asked, children }: AskedProps<D>): ReactNode =>
  asked.data === undefined ? <Awaited fault={asked.error} onRetry={() => void asked.refetch()} /> : children(asked.data)

/** What stands on a page until its answer is there (`fault` is null), or where it cannot be had. A refusal is not asked again. */
export function Awaited({ fault, onRetry }: { readonly fault: unknown; readonly onRetry: () => void }): ReactNode {
  if (fault === null) return <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
  const isRefused = fault instanceof CallFault && (fault.code === 'not_found' || fault.code === 'not_allowed')
  return (
    <State alert icon={<IconPlugConnectedX size={28} />} title={words.failed} text={sayFault(fault)}>
      {isRefused ? null : <Button onClick={onRetry}>{words.tryAgain}</Button>}
    </State>
  )
}
