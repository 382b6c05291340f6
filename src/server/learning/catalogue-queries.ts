import type { z } from 'zod'
import { notFound } from '#domain/errors.ts'
import { awardsOn, isExpired } from '#domain/learning/attempt-rules.ts'
import type { learningHome, listModules, ModuleCard, ModuleFilters, ModuleFront } from '#domain/learning/contract.ts'
import { SPECIALTIES, type ModuleEdition, type Specialty } from '#domain/learning/module-file.ts'
import { modulesMatching } from '#domain/learning/modules-matching.ts'
import { SPECIALTY_WORDS } from '#domain/learning/words.ts'
import { fold } from '#domain/fold.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { specialtyOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db } from '#server/platform/db.ts'
import type { ModuleShelf } from './module-shelf.ts'
import { certificatesOf, modulesUnderWay, myModuleOf } from './queries.ts'

type Answer<E extends { schema: { response: { 200: z.ZodType } } }> = z.output<E['schema']['response'][200]>

const CARDS_AT_ONCE = 24
const MOST_FRESH = 6

const cardOf = (module: ModuleEdition, today: PlainDate): ModuleCard => ({
  id: module.id,
  title: module.title,
  summary: module.summary,
  format: module.format,
  specialties: module.specialties,
  minutes: module.minutes,
  reviewedOn: module.reviewedOn,
  awards: awardsOn(module.accreditations, today),
})

/** A page of the catalogue; `after` is the id of the last module shown. */
export function modulesOffered(shelf: ModuleShelf, filters: ModuleFilters, today: PlainDate, after?: string): Answer<typeof listModules> {
  const matching = modulesMatching(shelf.all(), filters, today)
  const start = after === undefined ? 0 : matching.findIndex((module) => module.id === after) + 1
  const shown = matching.slice(start, start + CARDS_AT_ONCE)
  const offered = [...shelf.all()].filter((module) => !isExpired(module, today))
  return {
    modules: shown.map((module) => cardOf(module, today)),
    count: matching.length,
    next: start + CARDS_AT_ONCE < matching.length ? (shown.at(-1)?.id ?? null) : null,
    specialties: SPECIALTIES.filter((one) => offered.some((module) => module.specialties.includes(one))),
    accreditorIds: [...new Set(offered.flatMap((module) => awardsOn(module.accreditations, today).map((one) => one.accreditorId)))].sort(),
  }
}

/** @throws Refusal `not_found` */
export function frontOf(shelf: ModuleShelf, moduleId: string, today: PlainDate): ModuleFront {
  const module = shelf.find(moduleId)?.module
  if (module === undefined) throw notFound()
  return {
    ...module,
    awards: awardsOn(module.accreditations, today),
    pages: module.pages.map((page) => page.title),
    questions: module.questions.length,
    expired: isExpired(module, today),
  }
}

/** What the learning home shows (L9). */
export async function learningHomeOf(db: Db, shelf: ModuleShelf, seen: Seen): Promise<Answer<typeof learningHome>> {
  const today = await todayOf(db, seen.ownerId)
  const [underWay, specialties, certificates] = await Promise.all([
    modulesUnderWay(db, seen),
    specialtiesOf(db, seen),
    certificatesOf(db, seen),
  ])
  const fresh = modulesMatching(shelf.all(), { search: '' }, today).filter((module) => !underWay.known.has(module.id))
  const mine = fresh.filter((module) => module.specialties.some((one) => specialties.includes(one)))
  return {
    inProgress: await Promise.all(underWay.inProgress.map((moduleId) => myModuleOf(db, shelf, seen, moduleId))),
    forLater: underWay.forLater.flatMap((moduleId) => {
      const module = shelf.find(moduleId)?.module
      return module === undefined ? [] : [{ moduleId, title: module.title, minutes: module.minutes }]
    }),
    specialties,
    fresh: (specialties.length > 0 ? mine : fresh).slice(0, MOST_FRESH).map((module) => cardOf(module, today)),
    certificates: certificates.filter((one) => one.voidedOn === null).length,
  }
}

/** The specialties chosen; until then the one the profile names, if it is one of ours. */
async function specialtiesOf(db: Db, seen: Seen): Promise<Specialty[]> {
  const row = await db.selectFrom('learner').select('specialties').where('owner_id', '=', seen.ownerId).executeTakeFirst()
  if (row !== undefined) return row.specialties as Specialty[]
  const named = fold(await specialtyOf(db, seen.ownerId))
  return SPECIALTIES.filter((one) => fold(SPECIALTY_WORDS[one]) === named)
}
