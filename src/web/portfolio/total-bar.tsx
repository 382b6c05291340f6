import { Popover, Skeleton, Text, UnstyledButton } from '@mantine/core'
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs'
import type { ReactNode } from 'react'
import { sayFigure, type Hundredths } from '#domain/hundredths.ts'
import type { Totals } from '#domain/portfolio/contract.ts'
import type { UnitWords } from '#domain/portfolio/words.ts'
import { partsOfTotal } from '#domain/reports/words.ts'
import { useLens } from './lens.ts'
import styles from './total-bar.module.css'
import { words } from './words.ts'

/**
 * The total at the top and what it is made of (C6): what counts, impact, and what stands beside. A unit stands at the total where all
 * parts have it, else at each of them (C7).
 */
export function TotalBar({ totals }: { readonly totals: Totals | null }) {
  const lens = useLens()
  if (totals === null) {
    return (
      <div className={styles.total} aria-hidden>
        <Skeleton height={38} width={150} />
        <Skeleton height={18} width={220} />
      </div>
    )
  }
  const organisation = lens.name === null ? null : { name: lens.name, short: lens.name }
  const [all, counted, impact] = partsOfTotal(totals, { organisation, awards: lens.awardUnit, own: lens.unit })
  return (
    <section className={styles.total} aria-label={words.total.region}>
      <p className={styles.sum} data-testid="total">
        <span className={styles.figure}>{sayFigure(all.amount)}</span>
        {all.unit !== null && <span className={styles.unit}> {unitOf(all)}</span>}
      </p>
      <dl className={styles.parts}>
        <Part name={lens.name ?? words.total.personal} part={counted} swatch="counted" />
        <Part name={words.total.impact} part={impact} swatch="impact" />
        {totals.notCounted > 0 && (
          <Part name={words.total.notCounted} part={{ amount: totals.notCounted, unit: null }} swatch="beside">
            <Popover width={300} position="bottom-start" shadow="md" withArrow trapFocus returnFocus>
              <Popover.Target>
                <UnstyledButton className={styles.why} aria-label={words.total.whyNot}>
                  <IconInfoCircle size={16} aria-hidden />
                </UnstyledButton>
              </Popover.Target>
              <Popover.Dropdown aria-label={words.total.whyNot}>
                <Text size="sm">{words.total.why(lens.name ?? '')}</Text>
              </Popover.Dropdown>
            </Popover>
          </Part>
        )}
      </dl>
      <p className={styles.of}>{words.total.of(totals.completed)}</p>
    </section>
  )
}

interface Amount {
  readonly amount: Hundredths
  /** Null where it is said elsewhere. */
  readonly unit: UnitWords | null
}

const unitOf = ({ amount, unit }: Amount): string => (unit === null ? '' : amount === 100 ? unit.one : unit.many)

interface PartProps {
  readonly name: string
  readonly part: Amount
  readonly swatch: string
  readonly children?: ReactNode
}

function Part({ name, part, swatch, children }: PartProps) {
  return (
    <div className={styles.part} data-swatch={swatch}>
      <dt>{name}</dt>
      <dd>
        {sayFigure(part.amount)} {unitOf(part)}
        {children}
      </dd>
    </div>
  )
}
