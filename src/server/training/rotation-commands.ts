import { v7 as uuidv7 } from 'uuid'
import { refuseField } from '#domain/errors.ts'
import { placementLetters, placementWords as words } from '#domain/training/placement-words.ts'
import { planRotation, type Change, type KnownTrainee } from '#domain/training/plan-rotation.ts'
import type { RotationPreview } from '#domain/training/roster-contract.ts'
import type { ReadLine } from '#domain/training/rotation.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Act } from '#server/platform/audit.ts'
import { auditInParts } from '#server/platform/audit-in-parts.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import type { Config } from '#server/platform/config.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { accountsByEmail, addressesOf, type Account } from './people-queries.ts'
import type { ProgrammeSeen } from './programme-sight.ts'
import { readRotation } from './read-rotation.ts'
import { insertInParts } from './rotation-rows.ts'
import { yearsByName } from './year-codes.ts'

interface House {
  readonly db: Db
  readonly config: Config
  readonly catalogue: LoadedCatalogue
}

/** What a file would change, line by line, and what is wrong with it (T2). @throws Refusal `invalid_input` where it is no such file */
export async function previewRotation({ db, catalogue }: House, seen: ProgrammeSeen, csv: string): Promise<RotationPreview> {
  const lines = readRotation(csv, await yearsByName(db, catalogue, seen.curriculumId))
  const accounts = await accountsOf(db, lines)
  return (await plan(db, seen, lines, accounts)).preview
}

/**
 * Loads a file, all of it or nothing. Whose records it changes are locked first, and it is planned anew on what is there then: what
 * was seen in a preview may have changed.
 * @throws Refusal `invalid_input` where it is no such file
 */
export async function loadRotation({ db, config, catalogue }: House, seen: ProgrammeSeen, csv: string): Promise<RotationPreview> {
  const lines = readRotation(csv, await yearsByName(db, catalogue, seen.curriculumId))
  return db.transaction().execute(async (tx) => {
    const accounts = await accountsOf(tx, lines)
    const owners = ownersOf(lines, accounts)
    // In one order, so that two files at once wait for each other and do not stand still.
    if (owners.length > 0)
      await tx.selectFrom('person').where('owner_id', 'in', owners).select('owner_id').orderBy('owner_id').forUpdate().execute()
    const { preview, changes } = await plan(tx, seen, lines, accounts)
    if (preview.faulty > 0 || changes.length === 0) return preview
    await apply(tx, config, seen, changes)
    return { ...preview, loaded: true }
  })
}

const accountsOf = (db: Db | Tx, lines: readonly ReadLine[]) =>
  accountsByEmail(
    db,
    lines.flatMap((line) =>
      'read' in line
        ? [line.read.email, line.read.educationalSupervisor, line.read.clinicalSupervisor].filter((email) => email !== '')
        : [],
    ),
  )

const ownersOf = (lines: readonly ReadLine[], accounts: ReadonlyMap<string, Account>): string[] => [
  ...new Set(lines.flatMap((line) => ('read' in line ? (accounts.get(line.read.email)?.id ?? []) : []))),
]

async function plan(db: Db | Tx, seen: ProgrammeSeen, lines: readonly ReadLine[], people: ReadonlyMap<string, Account>) {
  const trainees = await knownOf(db, ownersOf(lines, people))
  const names = await namesOf(
    db,
    [...trainees.values()].flatMap(({ supervisions }) => supervisions.map(({ personId }) => personId)),
  )
  const read = lines.flatMap((line) => ('read' in line ? [line.read] : []))
  const known = { today: programmesToday(), programmeId: seen.programmeId, viewerId: seen.viewerId, people, trainees, names, newId: uuidv7 }
  const planned = planRotation(read, known)
  const byLine = new Map(planned.lines.map((line) => [line.line, line]))
  const shown = lines.map((line) => {
    const { says, notes, faults } = 'faults' in line ? { says: [], notes: [], faults: line.faults } : byLine.get(line.line)!
    return { line: line.line, name: line.name, says: faults.length > 0 ? [] : [...says], notes: [...notes], faults: [...faults] }
  })
  const faulty = shown.filter(({ faults }) => faults.length > 0).length
  const unchanged = shown.filter(({ says, faults }) => says.length === 0 && faults.length === 0).length
  const preview: RotationPreview = { lines: shown, changed: shown.length - faulty - unchanged, unchanged, faulty, loaded: false }
  return { preview, changes: planned.changes }
}

/** What is in force of these doctors' training, one statement a part. */
async function knownOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, KnownTrainee>> {
  if (ids.length === 0) return new Map()
  const owners = [...ids]
  const memberships = await db
    .selectFrom('trainee')
    .where('owner_id', 'in', owners)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', eb.ref('from_on'))]))
    .select(['owner_id as ownerId', 'id', 'programme_id as programmeId', 'from_on as from', 'until_on as until'])
    .execute()
  const years = await db
    .selectFrom('training_year')
    .where('owner_id', 'in', owners)
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id as ownerId', 'id', 'trainee_id as traineeId', 'code', 'from_on as from', 'until_on as until'])
    .execute()
  const placements = await db
    .selectFrom('placement')
    .where('owner_id', 'in', owners)
    .whereRef('until_on', '>=', 'from_on')
    .select([
      'owner_id as ownerId',
      'id',
      'training_year_id as yearId',
      'post',
      'specialty',
      'site',
      'employer',
      'from_on as from',
      'until_on as until',
      'working_percent as workingPercent',
    ])
    .execute()
  const supervisions = await db
    .selectFrom('relation')
    .where('owner_id', 'in', owners)
    .where('relation', 'in', ['educational supervisor', 'clinical supervisor'])
    .whereRef('until_on', '>=', 'from_on')
    .select([
      'owner_id as ownerId',
      'id',
      'person_id as personId',
      'relation',
      'from_on as from',
      'until_on as until',
      'placement_id as placementId',
    ])
    .execute()
  const [m, y, p, s] = [memberships, years, placements, supervisions].map((rows) =>
    Map.groupBy(rows as readonly { ownerId: string }[], ({ ownerId }) => ownerId),
  ) as unknown as [
    Map<string, KnownTrainee['memberships']>,
    Map<string, KnownTrainee['years']>,
    Map<string, KnownTrainee['placements']>,
    Map<string, KnownTrainee['supervisions']>,
  ]
  return new Map(
    owners.map((id) => [
      id,
      { memberships: m.get(id) ?? [], years: y.get(id) ?? [], placements: p.get(id) ?? [], supervisions: s.get(id) ?? [] },
    ]),
  )
}

async function apply(tx: Tx, config: Config, seen: ProgrammeSeen, changes: readonly Change[]): Promise<void> {
  await insertInParts(tx, seen, changes)
  await auditInParts(
    tx,
    changes.flatMap((change) => actOf(seen, change) ?? []),
  )
  const added = changes.filter((change) => change.kind === 'trainee')
  const people = await addressesOf(tx, [seen.viewerId, ...added.map(({ ownerId }) => ownerId)])
  const viewer = people.get(seen.viewerId)
  const by = { name: viewer?.name ?? '', email: viewer?.email ?? '' }
  for (const { ownerId, row } of added) {
    const doctor = people.get(ownerId)
    if (doctor === undefined) throw refuseField('csv', words.noAccount)
    const letter = placementLetters.added(doctor.name, seen.title, by, row.from, `${config.url}/record/${ownerId}`)
    await sendMail(tx, { category: 'training', ownerId, recipient: doctor.email, ...writeLetter(letter) })
  }
}

/** Null for a relation, whose trail is written with it. */
function actOf(seen: ProgrammeSeen, change: Change): Act | null {
  const of = { ownerId: change.ownerId, personId: seen.viewerId, recordId: change.row.id }
  switch (change.kind) {
    case 'trainee': {
      const about = words.aboutTrainee(seen.title, change.row.from)
      return { ...of, act: 'training.trainee_added', recordKind: 'programme_enrolment', about }
    }
    case 'year': {
      const about = words.aboutYear(change.row.code, change.row.from, change.row.until)
      return { ...of, act: 'training.year_given', recordKind: 'placement', about }
    }
    case 'placement': {
      const about = words.aboutPlacement(change.row.post, change.row.site, change.row.from, change.row.until)
      return { ...of, act: 'training.placement_given', recordKind: 'placement', about }
    }
    case 'supervision':
    case 'end':
      return null
  }
}
