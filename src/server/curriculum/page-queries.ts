import { sql } from 'kysely'
import { mayOf } from '#domain/accounts/may.ts'
import type { CurriculumPage, ItemState, OwnYear } from '#domain/curriculum/contract.ts'
import { showCurriculum } from '#domain/curriculum/curriculum-shown.ts'
import type { SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { yearToShow } from '#domain/curriculum/versions.ts'
import { curriculumWords } from '#domain/curriculum/words.ts'
import { refuseField } from '#domain/errors.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { verifiedIn } from '#server/training/verified-queries.ts'
import { readUnder } from './version-queries.ts'
import { signingsOf } from './year-queries.ts'

/**
 * A trainee's curriculum in one training year, the current one where none is named: one statement for each part, whatever the number of
 * items. Who may read sign-offs may read the rest of it: the permission table has the same readers for all three.
 * @throws Refusal `not_found` for who trains nowhere; `invalid_input` for a year or a version that is not the trainee's
 */
export async function curriculumPage(
  house: Pick<Parts, 'db' | 'catalogue'>,
  seen: Seen,
  wanted: { readonly year?: string | undefined; readonly version?: string | undefined },
): Promise<CurriculumPage> {
  const { db } = house
  const { ownerId } = seen
  const { versions, lastWrittenIn, ...inHand } = await readUnder(house, ownerId, wanted.version)
  const { curriculum, years, current, closed, isEarlier } = inHand
  const year = wanted.year === undefined ? yearToShow(years, current, lastWrittenIn) : years.findLast(({ code }) => code === wanted.year)
  if (year === undefined) throw refuseField('year', 'This is not one of the training years.')
  const [names, links, assessments, answers, verified, signingOf] = await Promise.all([
    namesOf(db, [ownerId]),
    linksByCode(db, ownerId, curriculum.id),
    newestAssessments(db, ownerId, curriculum.id, year),
    newestAnswers(db, ownerId, curriculum.id, year),
    verifiedIn(db, ownerId, curriculum),
    signingsOf(db, seen, inHand),
  ])
  const shown = showCurriculum(curriculum)
  const isCurrentYear = !isEarlier && year !== null && year.id === current?.id
  return {
    person: { id: ownerId, name: names.get(ownerId) ?? '' },
    curriculum: shown,
    years: [...years],
    year,
    isCurrentYear,
    versions,
    isEarlier,
    items: shown.items.map(({ code }): ItemState => {
      const { year: toSign, closed: notSigned } = signingOf(code)
      const elsewhere = toSign?.id === year?.id ? null : curriculumWords.belongsTo(toSign?.code ?? '')
      return {
        code,
        links: links.get(code)?.links ?? 0,
        linkedAt: links.get(code)?.linkedAt ?? null,
        selfAssessment: assessments.get(code) ?? null,
        signOff: answers.get(code) ?? null,
        verified: verified.get(code) ?? null,
        can: { sign: notSigned ?? elsewhere },
      }
    }),
    can: {
      link: mayOf(seen.may('write', 'evidence_link', { state: 'new' })) ?? (isEarlier ? closed : null),
      assess:
        mayOf(seen.may('write', 'self_assessment', { state: 'new' })) ?? closed ?? (isCurrentYear ? null : curriculumWords.notThisYear),
    },
  }
}

async function linksByCode(db: Db, ownerId: string, curriculumId: string) {
  const rows = await db
    .selectFrom('evidence_link as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('link.curriculum_id', '=', curriculumId)
    .where('link.unlinked_at', 'is', null)
    .where('item.binned_at', 'is', null)
    .groupBy('link.item_code')
    .select(['link.item_code as code', sql<number>`count(*)::int`.as('links'), sql<Date>`max(link.linked_at)`.as('at')])
    .execute()
  return new Map(rows.map(({ code, links, at }) => [code, { links, linkedAt: at.toISOString() }]))
}

/** The newest self-assessment of each item in a year, which is the one that counts (T7). */
async function newestAssessments(db: Db, ownerId: string, curriculumId: string, year: OwnYear | null) {
  if (year === null) return new Map<string, { id: string; level: string; at: string }>()
  const rows = await db
    .selectFrom('self_assessment')
    .where('owner_id', '=', ownerId)
    .where('curriculum_id', '=', curriculumId)
    .where('training_year_id', '=', year.id)
    .distinctOn('item_code')
    .select(['item_code as code', 'id', 'level', 'assessed_at as at'])
    .orderBy('item_code')
    .orderBy('assessed_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map(({ code, id, level, at }) => [code, { id, level, at: at.toISOString() }]))
}

/** The newest self-assessment of one item in a year; undefined where there is none. */
export function newestAssessment(db: Db | Tx, ownerId: string, curriculumId: string, yearId: string, code: string) {
  return db
    .selectFrom('self_assessment')
    .where('owner_id', '=', ownerId)
    .where('curriculum_id', '=', curriculumId)
    .where('training_year_id', '=', yearId)
    .where('item_code', '=', code)
    .select(['id', 'level', 'why', 'assessed_at as at'])
    .orderBy('assessed_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
}

/** The newest answer for each item in a year: those before it are superseded (T9). */
async function newestAnswers(db: Db, ownerId: string, curriculumId: string, year: OwnYear | null) {
  if (year === null) return new Map<string, NonNullable<ItemState['signOff']>>()
  const rows = await db
    .selectFrom('sign_off')
    .where('owner_id', '=', ownerId)
    .where('curriculum_id', '=', curriculumId)
    .where('training_year_id', '=', year.id)
    .distinctOn('item_code')
    .select(['item_code as code', 'id', 'answer', 'level', 'signed_by_name as by', 'signed_at as at'])
    .orderBy('item_code')
    .orderBy('chain_number', 'desc')
    .execute()
  return new Map(
    rows.map(({ code, at, answer, ...row }) => [code, { ...row, answer: answer as SupervisorAnswer['answer'], at: at.toISOString() }]),
  )
}
