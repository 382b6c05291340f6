import { TextInput, type TextInputProps } from '@mantine/core'
import { useRef, type ReactNode } from 'react'
import type { GuardOverrides, GuardRule, Writing } from '#domain/guard-rules.ts'
import { GuardedLine } from './guarded-line.tsx'

interface GuardedInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'label' | 'ref'> {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
  readonly kind: Writing
  /** The field's path, by which its reasons are kept. */
  readonly field?: string
  readonly reasons?: GuardOverrides
  readonly onReasons?: (reasons: GuardOverrides) => void
  /** What the field itself asks for, and is not warned of: the hospital, who supervised. */
  readonly asks?: readonly GuardRule[]
}

/** A field of one line, and under it what in it could identify a patient (P18). */
export function GuardedInput({ label, value, onText, kind, field, reasons, onReasons, asks, ...rest }: GuardedInputProps): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div>
      <TextInput {...rest} ref={input} label={label} value={value} onChange={({ currentTarget }) => onText(currentTarget.value)} />
      <GuardedLine
        label={label}
        text={value}
        kind={kind}
        input={input}
        {...(field === undefined ? {} : { field })}
        {...(reasons === undefined ? {} : { reasons })}
        {...(onReasons === undefined ? {} : { onReasons })}
        {...(asks === undefined ? {} : { asks })}
      />
    </div>
  )
}
