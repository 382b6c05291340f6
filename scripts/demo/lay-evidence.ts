import { addDays } from '#domain/plain-date.ts'
import { curriculumItems, type CurriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { signOffNeeds } from '#domain/curriculum/sign-off.ts'
import { linkWords } from '#domain/curriculum/words.ts'
import { evidenceNow, type EvidenceRow } from '#server/curriculum/evidence-queries.ts'
import type { Pending } from './sign-in-order.ts'
import type { Answered, Assessed, YearCode } from './trainee-answers.ts'
import { at, CURRICULUM, curriculumIn, type Desk, type Who } from './training-house.ts'

/** An item of the portfolio, and what it is linked to. */
export interface Laid {
  readonly id: string
  readonly title: string
  readonly addedAt: Date
  readonly codes: readonly string[]
}

export type Years = Readonly<Partial<Record<string, string>>>

interface Linked {
  readonly itemId: string
  readonly at: Date
}

interface Rated {
  readonly id: string
  readonly level: string
  readonly why: string
  readonly at: Date
}

/** What a signature rests on: the evidence of each curriculum item, and the self-assessments of a year. */
export interface Basis {
  readonly linked: ReadonlyMap<string, readonly Linked[]>
  /** By year and code: one each. */
  readonly rated: ReadonlyMap<string, Rated>
}

/** Links items to what they show, an hour after they were added. */
export async function linkAll({ tx, house, owner, random, trail }: Desk, items: readonly Laid[]): Promise<Map<string, Linked[]>> {
  const titles = titlesOf(house)
  const rows = items.flatMap(({ id, title, addedAt, codes }) =>
    codes.map((code, nth) => {
      const linkedAt = new Date(addedAt.getTime() + (60 + nth) * 60_000)
      trail.add(linkedAt, {
        ownerId: owner.id,
        personId: owner.id,
        act: 'curriculum.linked',
        recordKind: 'item',
        recordId: id,
        about: title,
        changes: [{ field: 'evidenceLink', before: '', after: linkWords.audited(titles.get(code)!.title, code) }],
      })
      return {
        owner_id: owner.id,
        id: random.id(linkedAt.getTime()),
        item_id: id,
        curriculum_id: CURRICULUM,
        item_code: code,
        linked_by: owner.id,
        linked_at: linkedAt,
      }
    }),
  )
  if (rows.length > 0) await tx.insertInto('evidence_link').values(rows).execute()
  const linked = new Map<string, Linked[]>()
  for (const row of rows) linked.set(row.item_code, [...(linked.get(row.item_code) ?? []), { itemId: row.item_id, at: row.linked_at }])
  return linked
}

const titlesOf = (house: Desk['house']): ReadonlyMap<string, CurriculumItem> =>
  new Map(curriculumItems(curriculumIn(house)).map((item) => [item.code, item]))

/** A level's title on the item's scale. */
function levelOf(item: CurriculumItem, code: string) {
  const level = item.scale.levels.find((one) => one.code === code)
  if (level === undefined) throw new Error(`The demo rates ${item.code} at ${code}, which its scale does not have.`)
  return level
}

export const ratedKey = (year: string, code: string): string => `${year} ${code}`

/** Where several are rated on a day, a few minutes apart. */
export async function assessAll(
  { tx, house, owner, today, random, trail }: Desk,
  years: Years,
  assessed: readonly Assessed[],
): Promise<Map<string, Rated>> {
  const items = titlesOf(house)
  const rated = new Map<string, Rated>()
  const rows = assessed.map(({ year, ago, code, level, why }, nth) => {
    const item = items.get(code)!
    const when = new Date(at(addDays(today, -ago), '19:00').getTime() + nth * 180_000)
    const one = { id: random.id(when.getTime()), level, why, at: when }
    rated.set(ratedKey(year, code), one)
    trail.add(when, {
      ownerId: owner.id,
      personId: owner.id,
      act: 'curriculum.self_assessed',
      recordKind: 'self_assessment',
      recordId: one.id,
      about: linkWords.audited(item.title, code),
      changes: [{ field: 'level', before: '', after: levelOf(item, level).title }],
    })
    return {
      owner_id: owner.id,
      id: one.id,
      curriculum_id: CURRICULUM,
      item_code: code,
      training_year_id: years[year]!,
      training_year: year,
      level,
      why,
      assessed_at: when,
    }
  })
  if (rows.length > 0) await tx.insertInto('self_assessment').values(rows).execute()
  return rated
}

/** A supervisor's answers, each with the evidence as it was linked by then. */
export async function answersOf(
  desk: Desk,
  years: Readonly<Record<YearCode, string>>,
  basis: Basis,
  answered: readonly Answered[],
): Promise<Pending[]> {
  const { tx, house, owner, today, random } = desk
  const items = titlesOf(house)
  const ids = [...new Set([...basis.linked.values()].flat().map(({ itemId }) => itemId))]
  const evidence = await evidenceNow(house, tx, owner.id, ids)
  return answered.map((one, nth) => {
    const when = new Date(at(addDays(today, -one.ago), '16:00').getTime() + nth * 240_000)
    const linked = (basis.linked.get(one.code) ?? []).filter((link) => link.at < when)
    const seen = linked.map(({ itemId }) => evidence.get(itemId)!)
    const rated = basis.rated.get(ratedKey(one.year, one.code))
    return answerOf(desk, {
      one,
      item: items.get(one.code)!,
      yearId: years[one.year],
      by: desk.people[one.by],
      evidence: seen,
      rated: rated !== undefined && rated.at < when ? rated : null,
      when,
      id: random.id(when.getTime()),
    })
  })
}

interface Answer {
  readonly one: Answered
  readonly item: CurriculumItem
  readonly yearId: string
  readonly by: Who
  readonly evidence: readonly EvidenceRow[]
  readonly rated: Rated | null
  readonly when: Date
  readonly id: string
}

/** As a supervisor's own answer would stand: the record signed, the row, and each piece as it was seen. */
function answerOf({ tx, house, owner, trail }: Desk, { one, item, yearId, by, evidence, rated, when, id }: Answer): Pending {
  const { code, year, level = null } = one
  const curriculum = curriculumIn(house)
  const relation = one.by === 'educational' ? ('educational supervisor' as const) : ('clinical supervisor' as const)
  const answer =
    level !== null
      ? ('signed off at level' as const)
      : one.more === 'evidence'
        ? ('more evidence needed' as const)
        : ('more experience needed' as const)
  const said = {
    answer,
    level,
    reasons: level === null ? {} : reasonsOf(one, item, evidence.length, rated !== null),
    note: level === null ? one.says! : '',
  }
  const shown = level === null ? answer : levelOf(item, level).title
  const about = `${linkWords.audited(item.title, code)}, ${year}`
  return {
    signing: {
      ownerId: owner.id,
      kind: 'sign-off',
      says: `${about}: ${shown}`,
      by: { ...by, as: relation },
      at: when,
      record: {
        id,
        ownerId: owner.id,
        curriculum: { id: curriculum.id, title: curriculum.title, version: curriculum.version },
        item: { code, title: item.title, levels: item.scale.levels.map(({ code, title }) => ({ code, title })) },
        trainingYear: { id: yearId, code: year },
        ...said,
        selfAssessment: rated === null ? null : { id: rated.id, level: rated.level, why: rated.why, at: rated.at.toISOString() },
        evidence: evidence.map((row) => ({
          itemId: row.evidence.itemId,
          version: row.version,
          title: row.evidence.title,
          hash: row.hash,
          files: row.evidence.files.map(({ id, name, sizeBytes, sha256 }) => ({ id, name, sizeBytes, sha256 })),
        })),
      },
    },
    async keep(number) {
      const signature = { curriculum_id: curriculum.id, item_code: code, training_year_id: yearId, training_year: year, ...said }
      const signer = { signed_by: by.id, signed_by_name: by.name, relation, signed_at: when }
      await tx
        .insertInto('sign_off')
        .values({
          owner_id: owner.id,
          id,
          ...signature,
          ...signer,
          reasons: JSON.stringify(said.reasons),
          self_assessment_id: rated?.id ?? null,
          chain_number: number,
        })
        .execute()
      await keepSeen(tx, owner.id, id, evidence)
      trail.add(when, {
        ownerId: owner.id,
        personId: by.id,
        act: level === null ? 'curriculum.more_asked' : 'curriculum.signed_off',
        recordKind: 'sign_off',
        recordId: id,
        about,
        changes: [{ field: 'level', before: '', after: shown }],
      })
    },
  }
}

function reasonsOf(
  { code, level, says }: Answered,
  item: CurriculumItem,
  links: number,
  hasSelfAssessment: boolean,
): Record<string, string> {
  const needs = signOffNeeds({ links, hasSelfAssessment, level: levelOf(item, level!) })
  if (needs.refused !== null) throw new Error(`The demo signs ${code} off without evidence.`)
  if (needs.reasonsFor.length > 0 && says === undefined) throw new Error(`The demo signs ${code} off without saying why.`)
  return Object.fromEntries(needs.reasonsFor.map((asked) => [asked, says!]))
}

async function keepSeen(tx: Desk['tx'], ownerId: string, signOffId: string, evidence: readonly EvidenceRow[]): Promise<void> {
  if (evidence.length === 0) return
  const of = { owner_id: ownerId, sign_off_id: signOffId }
  await tx
    .insertInto('evidence_version')
    .values(
      evidence.map(({ evidence: { itemId, title, type, startedOn, completedOn, notes, filled }, version, hash }) => ({
        ...of,
        item_id: itemId,
        item_version: version,
        title,
        type,
        started_on: startedOn,
        completed_on: completedOn,
        notes,
        filled: filled === null ? null : JSON.stringify(filled),
        hash,
      })),
    )
    .execute()
  const files = evidence.flatMap(({ evidence: { itemId, files }, storedAs }) =>
    files.map(({ id, name, mediaType, sizeBytes, sha256 }) => ({
      ...of,
      item_id: itemId,
      file_id: id,
      name,
      media_type: mediaType,
      size_bytes: sizeBytes,
      sha256,
      stored_as: storedAs.get(id)!,
    })),
  )
  if (files.length > 0) await tx.insertInto('evidence_version_file').values(files).execute()
}
