import { TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { readHundredths, sayHundredths, type Hundredths } from '#domain/hundredths.ts'
import { words } from './settings-words.ts'

interface Props {
  readonly target: Hundredths | null
  readonly onChange: (target: Hundredths | null) => void
}

/** The yearly target, taken when the field is left or Enter is pressed (C10). */
export function TargetField({ target, onChange }: Props): ReactNode {
  const [typed, setTyped] = useState(target === null ? '' : sayHundredths(target))
  const [fault, setFault] = useState<string | null>(null)
  const take = () => {
    const read = readHundredths(typed)
    if ('fault' in read) return setFault(read.fault)
    setFault(null)
    if (read.value !== target) onChange(read.value)
  }
  return (
    <TextInput
      label={words.target}
      description={words.targetExplained}
      inputMode="decimal"
      value={typed}
      error={fault}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        setFault(null)
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
    />
  )
}
