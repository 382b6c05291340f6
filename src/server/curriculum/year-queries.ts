import { mayOf } from '#domain/accounts/may.ts'
import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { OwnYear } from '#domain/curriculum/contract.ts'
import { curriculumItem, curriculumItems, type CurriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { isVerified, type CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { curriculumWords } from '#domain/curriculum/words.ts'
import { notFound } from '#domain/errors.ts'
import { formsBegun, supervisedOn } from '#server/accounts/begun-queries.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { trainingOf } from '#server/training/queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { curriculumNow } from './catalogue-queries.ts'

/** A trainee's curriculum, their training years, and which of these is written in today. */
export interface InHand {
  readonly curriculum: CurriculumFile
  readonly years: readonly OwnYear[]
  /** Today's year, else the last there was; null where none is known, or the first is still to come. */
  readonly current: OwnYear | null
  /** Why nothing can be written in a year today; null where it can. */
  readonly closed: string | null
  /** A version before the trainee's present one, which is read only. */
  readonly isEarlier: boolean
}

type House = Pick<Parts, 'db' | 'catalogue'>

/** @throws Refusal `not_found` for who trains nowhere, or by a curriculum that is not in the catalogue */
export async function inHandOf(house: House, ownerId: string, db: Db | Tx = house.db): Promise<InHand> {
  const training = await trainingOf(db, ownerId)
  const curriculum = training === null ? undefined : await curriculumNow(db, house.catalogue, training.curriculumId)
  if (training === null || curriculum === undefined) throw notFound()
  const { years } = training
  const today = programmesToday()
  const year = years.find(({ id }) => id === training.year?.id)
  const inHand = { curriculum, years, isEarlier: false }
  if (year === undefined) return { ...inHand, current: null, closed: curriculumWords.noYear }
  if (year.from > today) return { ...inHand, current: null, closed: curriculumWords.yearToCome(longDate(year.from)) }
  return { ...inHand, current: year, closed: null }
}

/** @throws Refusal `not_found` */
export function itemIn({ curriculum }: InHand, code: string): CurriculumItem {
  const item = curriculumItem(curriculum, code)
  if (item === undefined) throw notFound()
  return item
}

/** What a supervisor's unsaved sign-offs are called; the code of the item follows. */
export const signOffForms = (ownerId: string, { id }: CurriculumFile): string => `sign-off/${ownerId}/${id}/`

export interface Signing {
  /** The year a signature would be for; null where there is none. */
  readonly year: OwnYear | null
  /** Why this viewer cannot sign the item off; null where they can. */
  readonly closed: string | null
}

/**
 * For each item whether this viewer can sign it off, and for which training year (T9). A supervisor whose dates are over finishes what
 * they began: a sign-off of which they kept a draft within their dates, for the year of that day. A form that was only opened is not begun.
 */
export async function signingsOf(db: Db | Tx, seen: Seen, inHand: InHand): Promise<(code: string) => Signing> {
  const { curriculum, years, current } = inHand
  const afresh = mayOf(seen.may('sign', 'sign_off', { state: 'new' }))
  const begun = afresh === null ? new Map<string, PlainDate>() : await begunBy(db, seen, curriculum)
  const ofKind = new Map(curriculumItems(curriculum).map(({ code, kind }) => [code, kind]))
  return (code) => {
    if (inHand.isEarlier) return { year: null, closed: afresh ?? curriculumWords.earlier }
    const day = begun.get(code)
    const year = day === undefined ? current : (years.find(({ from, until }) => from <= day && day <= until) ?? null)
    const kind = ofKind.get(code)
    const refused = day === undefined ? afresh : mayOf(seen.may('sign', 'sign_off', { state: 'begun' }))
    if (refused !== null) return { year, closed: refused }
    if (kind !== undefined && isVerified(kind)) return { year, closed: curriculumWords.verified }
    if (year === null) return { year, closed: inHand.closed ?? curriculumWords.noYear }
    return { year, closed: null }
  }
}

async function begunBy(db: Db | Tx, seen: Seen, curriculum: CurriculumFile): Promise<Map<string, PlainDate>> {
  if (seen.viewerId === seen.ownerId) return new Map()
  const forms = await formsBegun(db, seen.viewerId, signOffForms(seen.ownerId, curriculum))
  const inPost = await supervisedOn(db, seen.ownerId, seen.viewerId, forms.values())
  return new Map([...forms].filter(([, day]) => inPost.has(day)))
}
