import { Radio, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ShownItem } from '#domain/curriculum/curriculum-shown.ts'
import styles from './curriculum.module.css'
import { CertaintyMark } from './marks.tsx'

interface Props {
  readonly item: ShownItem
  readonly label: string
  readonly value: string
  /** The training year whose expectation is marked. */
  readonly year: string | undefined
  readonly error: string | undefined
  readonly onChange: (level: string) => void
}

/** The levels of an item, with what the year expects marked at its level. */
export function LevelChoice({ item, label, value, year, error, onChange }: Props): ReactNode {
  const expected = item.expected.find((one) => one.year === year)
  return (
    <Radio.Group label={label} value={value} onChange={onChange} error={error}>
      <Stack gap={6} mt={6}>
        {item.levels.map((level) => (
          <Radio
            key={level.code}
            value={level.code}
            aria-invalid={error !== undefined || undefined}
            label={
              <>
                {/^\d+$/.test(level.code) ? `${level.code}. ` : ''}
                {level.title}
                {expected?.level === level.code ? (
                  <span className={styles['expectedMark']}>
                    expected by the end of {year} <CertaintyMark certainty={expected.certainty} note={expected.note} />
                  </span>
                ) : null}
              </>
            }
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
