import type { CurriculumPage, ItemState } from '#domain/curriculum/contract.ts'
import type { ShownItem, ShownLevel } from '#domain/curriculum/curriculum-shown.ts'
import { standingOf, type ItemStanding } from '#domain/curriculum/item-standing.ts'
import { fold } from '#domain/fold.ts'
import { words } from './words.ts'

/** An item of the tree with how it stands in the year that is shown. */
export interface ItemView {
  readonly item: ShownItem
  readonly state: ItemState
  /** What it rests on: pieces that are linked, whatever their year, or the verified paper where none is. */
  readonly pieces: number
  /** Null for what is verified and not signed. */
  readonly standing: ItemStanding | null
  readonly self: ShownLevel | null
  readonly signed: ShownLevel | null
  readonly expected: ShownLevel | null
  readonly isMaintained: boolean
}

export function itemViews({ curriculum, items, year }: CurriculumPage): ItemView[] {
  const states = new Map(items.map((state) => [state.code, state]))
  return curriculum.items.flatMap((item) => {
    const state = states.get(item.code)
    if (state === undefined) return []
    const level = (code: string | null | undefined) => item.levels.find((one) => one.code === code) ?? null
    const expected = item.expected.find((one) => one.year === year?.code)
    const { selfAssessment, signOff, links, linkedAt } = state
    return [
      {
        item,
        state,
        pieces: Math.max(links, state.verified === null ? 0 : 1),
        standing: item.isVerified ? null : standingOf({ links, linkedAt, assessedAt: selfAssessment?.at ?? null, answer: signOff }),
        self: level(selfAssessment?.level),
        signed: level(signOff?.level),
        expected: level(expected?.level),
        isMaintained: expected?.isMaintained === true,
      },
    ]
  })
}

/** 'Level 3', 'Meets': the code as a word, where the whole title would be too long. */
export const shortLevel = ({ code }: Pick<ShownLevel, 'code'>): string =>
  /^\d+$/.test(code) ? words.level(code) : (code[0]?.toUpperCase() ?? '') + code.slice(1).replaceAll('-', ' ')

/** The verified paper of an item by its own day: when the exam was taken, or the certificate issued. */
export const sayVerified = ({ kind }: Pick<ShownItem, 'kind'>, { on }: NonNullable<ItemState['verified']>): string =>
  words.verifiedPaper[kind === 'exam' ? 'exam' : 'certificate'](on)

/** How a level stands to the expected one of its item. */
export function againstExpected({ item, expected }: ItemView, level: ShownLevel): 'below' | 'at' | 'above' | null {
  if (expected === null) return null
  const [given, needed] = [item.levels.indexOf(level), item.levels.indexOf(expected)]
  return given === needed ? 'at' : given < needed ? 'below' : 'above'
}

/** The day of an instant, as the reader's own device has it. */
export const dayOf = (instant: string): string =>
  new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** All words typed stand in code, title or description. */
export function bears(item: ShownItem, search: string): boolean {
  const text = fold([item.code, item.title, ...(item.descriptors?.list ?? [])].join(' '))
  return fold(search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}
