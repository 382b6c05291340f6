import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import type { ReactNode } from 'react'

const toggle = { tabIndex: 0, 'aria-label': 'Show what is typed', 'aria-hidden': false } as const

/** A password field whose 'show' the keyboard reaches too. */
export function PasswordField(props: PasswordInputProps): ReactNode {
  return <PasswordInput {...props} visibilityToggleButtonProps={toggle} />
}
