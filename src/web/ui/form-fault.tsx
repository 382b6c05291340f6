import { Alert } from '@mantine/core'
import type { ReactNode } from 'react'
import { words } from '#web/platform/words.ts'

interface Props {
  readonly form: { readonly fault: string | null; readonly wait: number }
  readonly children?: ReactNode
}

/** What is wrong with the form as a whole, and how long to wait. */
export function FormFault({ form, children }: Props): ReactNode {
  const said = form.wait > 0 ? words.tryLater(form.wait) : form.fault
  return (
    <div role="alert" aria-live="assertive">
      {said === null ? null : (
        <Alert color="red" variant="light" role="presentation">
          {/* Read out once, not each second. */}
          <span aria-live={form.wait > 0 ? 'off' : undefined}>{said}</span>
          {children}
        </Alert>
      )}
    </div>
  )
}
