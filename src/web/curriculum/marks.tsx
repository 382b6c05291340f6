import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import type { ReactNode } from 'react'
import type { Certainty } from '#domain/catalogue/contract.ts'
import type { CurriculumPage } from '#domain/curriculum/contract.ts'
import type { ShownMark } from '#domain/curriculum/curriculum-shown.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { againstExpected, sayVerified, shortLevel, type ItemView } from './item-view.ts'
import styles from './curriculum.module.css'
import { words } from './words.ts'

/** How sure a part of the curriculum is, in words: what was checked in its source says nothing. */
export function CertaintyMark({
  certainty,
  wordsAreOurs = false,
  source,
  note,
}: { readonly certainty: Certainty } & Partial<ShownMark>): ReactNode {
  const said = [
    ...(certainty === 'checked' ? [] : [words.certainty[certainty]]),
    ...(wordsAreOurs ? [words.oursMark] : []),
    ...(note ? [note] : []),
    ...(source ? [source] : []),
  ]
  if (said.length === 0) return null
  return (
    <span className={styles['certainty']}>
      {certainty === 'checked' ? null : <IconAlertTriangle size={13} aria-hidden />} {said.map((one) => one.replace(/\.$/, '')).join('. ')}
    </span>
  )
}

/** The levels as steps: filled up to the signed one, ringed at the self-assessed one, marked where the year expects it to be. */
export function LevelTrack({ view }: { readonly view: ItemView }): ReactNode {
  const { item, self, signed, expected } = view
  const at = (level: { readonly code: string } | null) => item.levels.findIndex(({ code }) => code === level?.code)
  const [signedAt, selfAt, expectedAt] = [at(signed), at(self), at(expected)]
  return (
    <span className={styles['track']} aria-hidden>
      {item.levels.map(({ code }, index) => (
        <span
          key={code}
          className={styles['step']}
          data-signed={index <= signedAt || undefined}
          data-self={index === selfAt || undefined}
          data-expected={index === expectedAt || undefined}
        />
      ))}
    </span>
  )
}

/** Up to three dots, and a plus where there are more (T8). */
export function Meter({ pieces, quiet = false }: { readonly pieces: number; readonly quiet?: boolean }): ReactNode {
  return (
    <span className={styles['meter']}>
      <span className={styles['dots']} aria-hidden data-none={pieces === 0 || undefined}>
        {[1, 2, 3].map((dot) => (
          <span key={dot} data-on={pieces >= dot || undefined} />
        ))}
        {pieces > 3 ? '+' : ''}
      </span>
      <span className={quiet ? styles['hidden'] : styles['meterWords']}>{words.pieces(pieces)}</span>
    </span>
  )
}

/** Links are for good and signatures of a year: how many of the pieces are dated in the year, where some are not (T8, T9). */
export function YearsOfEvidence({
  links,
  year,
}: {
  readonly links: readonly { readonly learnedOn: PlainDate }[]
  readonly year: CurriculumPage['year']
}): ReactNode {
  if (year === null) return null
  const within = links.filter(({ learnedOn }) => learnedOn >= year.from && learnedOn <= year.until).length
  return within === links.length ? null : <p className={styles['quiet']}>{words.evidence.ofYear(within, links.length, year.code)}</p>
}

/** What a supervisor answered, against what the year expects; never by colour alone. */
export function SignedWords({ view }: { readonly view: ItemView }): ReactNode {
  const { state, signed } = view
  if (view.item.isVerified) {
    return state.verified === null ? (
      <span className={styles['quiet']}>{words.notVerified}</span>
    ) : (
      <span className={styles['signed']}>{sayVerified(view.item, state.verified)}</span>
    )
  }
  if (state.signOff === null) return <span className={styles['quiet']}>{words.notYet}</span>
  if (signed === null) return <span className={styles['asked']}>{words.answer[state.signOff.answer]}</span>
  const against = againstExpected(view, signed)
  return (
    <span className={styles['signed']} data-against={against ?? undefined}>
      {shortLevel(signed)}
      {against === 'below' ? <small> {words.against.below}</small> : null}
    </span>
  )
}
