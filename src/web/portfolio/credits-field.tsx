import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core'
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useState } from 'react'
import { MOST_HUNDREDTHS, readHundredths, showHundredths } from '#domain/hundredths.ts'
import styles from './credits-field.module.css'
import { words } from './words.ts'

interface CreditsFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  readonly label: string
  readonly typed: string
  readonly onTyped: (typed: string) => void
  readonly fault?: string | undefined
}

const STEP = 25

/** An amount: any hundredth can be typed, the buttons and arrow keys go in steps of 0.25 (C9). */
export function CreditsField({ label, typed, onTyped, fault, disabled = false, ...rest }: CreditsFieldProps) {
  const [left, setLeft] = useState(true)
  const read = readHundredths(typed)
  const amount = 'value' in read ? (read.value ?? 0) : null
  const own = left && 'fault' in read ? read.fault : undefined
  const step = (by: number) => {
    if (amount !== null) onTyped(showHundredths(Math.min(MOST_HUNDREDTHS, Math.max(0, amount + by))))
  }
  return (
    <TextInput
      {...rest}
      label={label}
      value={typed}
      disabled={disabled}
      inputMode="decimal"
      autoComplete="off"
      placeholder="0.00"
      error={own ?? fault}
      classNames={{ input: styles.input ?? '', section: styles.section ?? '' }}
      rightSectionWidth={66}
      onFocus={() => setLeft(false)}
      onBlur={() => setLeft(true)}
      onChange={({ currentTarget }) => onTyped(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        step(event.key === 'ArrowUp' ? STEP : -STEP)
      }}
      rightSection={
        <>
          <Step name={`${label}: ${words.fields.less}`} disabled={disabled || amount === null || amount === 0} onStep={() => step(-STEP)}>
            <IconMinus size={14} aria-hidden />
          </Step>
          <Step name={`${label}: ${words.fields.addQuarter}`} disabled={disabled || amount === null} onStep={() => step(STEP)}>
            <IconPlus size={14} aria-hidden />
          </Step>
        </>
      }
    />
  )
}

interface StepProps {
  readonly name: string
  readonly disabled: boolean
  readonly onStep: () => void
  readonly children: React.ReactNode
}

const Step = ({ name, disabled, onStep, children }: StepProps) => (
  <ActionIcon variant="subtle" color="gray" size={28} aria-label={name} disabled={disabled} onClick={onStep}>
    {children}
  </ActionIcon>
)
