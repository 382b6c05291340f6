import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { fold } from '#domain/fold.ts'
import { ARCHIVED, type ArchivedName } from '#domain/reports/archive-tables.ts'
import { signRecord } from '../../src/server/accounts/chain-commands.ts'
import { chainKeyOf } from '../../src/server/accounts/chain-queries.ts'
import type { House } from '../../src/server/house.ts'
import { packed } from './archives.ts'
import { of, trainingRows, type Row, type Seeds } from './every-kind-of-training.ts'
import { signing } from './signing.ts'
import { PDF } from './uploading.ts'

/** Tables that no other needs, so that an account can do without. */
export const DISPENSABLE = [
  'learner',
  'change_answer',
  'credit_award',
  'library_file',
  'guard_override',
  'draft',
  'delivery_attempt',
  'attempt_answer',
  'first_step',
  'absence',
  'agenda_point',
  'declaration',
  'exam_result',
  'log_row',
  'presentation',
  'proposed_link',
  'evidence_link',
  'entry_about',
  'entry_comment',
  'entry_gathered',
  'entry_share',
  'msf_round',
  'ticket',
  'objective_agreement',
  'objective_comment',
  'reflection_offer',
  'appraisal_share_item',
  'appraisal_comment',
  'credit_agreement_item',
  'appraisal_ended_objective',
  'objective_item',
  'imported_row',
  'import_mapping',
  'brought_row',
  'brought_archive',
  'item_tag',
] as const satisfies readonly ArchivedName[]

export interface Wish {
  /** What its owner and others wrote, as long and as odd as can be. */
  readonly text: string
  readonly without: readonly ArchivedName[]
  /** Of the file on the first item. */
  readonly mebibytes: number
}

/** Rows of every table that an archive holds, of one owner who trains, studies, reflects and is appraised, and of all who wrote about them. */
export async function everyKind({ db, files, config }: Pick<House, 'db' | 'files' | 'config'>, ownerId: string, wish: Wish): Promise<void> {
  const short = [...wish.text].slice(0, 80).join('').trim()
  const line = `T ${short}`.trim()
  const names = `own paper assessment meeting reflection binned als renewed college exam log module tag lone folder within enrolment attempt trainee
    year relation move self signOff upload objective ended closed open share agreement import connection signed other programme file`
  const id = Object.fromEntries(names.split(/\s+/).map((name) => [name, uuidv7()])) as Record<string, string>
  const stored = async (bytes: Buffer) => {
    const stored_as = `${ownerId}/files/${uuidv7()}`
    const { sizeBytes: size_bytes, sha256 } = await files.put(stored_as, bytes)
    return { stored_as, size_bytes, sha256 }
  }
  const item = (kind: string, source: string, item_id: string, more: Row = {}): Row => ({
    id: item_id,
    kind,
    source,
    type: null,
    title: line,
    notes: wish.text,
    link: '',
    status: 'in progress',
    completed_on: null,
    started_on: null,
    clinical: null,
    setting: null,
    binned_at: null,
    change_check_on: null,
    personal: '1.25',
    impact: null,
    personal_reason: short,
    practice_before: wish.text,
    practice_after: wish.text,
    practice_changes: wish.text,
    version: 3,
    ...more,
  })
  const sum = {
    totals: { accreditorId: null, counted: 100, impact: 0, notCounted: 25, items: 3, completed: 2 },
    organisation: null,
    unit: 'credits',
    fullTarget: 5000,
    days: 365,
    ofDays: 365,
    target: 4000,
    leave: [{ id: uuidv7(), from: null, to: null, percent: 20, reason: 'Less than full time' }],
    objectives: [
      { id: id['ended'], objective: line, targetOn: '2025-01-31', state: 'achieved', outcome: wish.text.slice(0, 100), items: 1 },
    ],
    comments: [],
    agreements: [],
  }
  const words = wish.text.trim().slice(0, 3000).toWellFormed().trim()
  const objective = (of_id: string, state: string): Row => ({
    id: of_id,
    objective: line,
    plan: words,
    measure: words,
    outcome: words,
    reason: words,
    state,
    codes: [],
  })
  await db.transaction().execute((tx) => signRecord(tx, chainKeyOf(config), signing(ownerId, short)))
  const nested = await packed(
    new Map([
      ['archive.json', Buffer.from('{}')],
      ['data/who-looked.json', Buffer.from(JSON.stringify([short]))],
    ]),
  )
  const SEEDS: Seeds = {
    person: () => [],
    preference: () => [],
    item: () => [
      item('own', 'entered', id['own']!, {
        status: 'completed',
        completed_on: '2025-03-01',
        type: 'course',
        clinical: 'clinical',
        setting: 'external',
      }),
      item('library file', 'entered', id['paper']!, { status: 'not started' }),
      item('entry', 'form', id['assessment']!),
      item('entry', 'form', id['meeting']!),
      item('entry', 'form', id['reflection']!, { type: 'reflection', started_on: '2025-02-01' }),
      item('entry', 'form', id['binned']!, { type: 'reflection', binned_at: '2025-06-01T12:00:00Z' }),
      item('certificate', 'entered', id['als']!, { type: 'certificate', status: 'completed', completed_on: '2024-01-01' }),
      item('certificate', 'entered', id['renewed']!, {
        type: 'certificate',
        status: 'completed',
        completed_on: '2025-01-01',
        binned_at: '2025-06-01T12:00:00Z',
      }),
      item('certificate', 'college', id['college']!, { status: 'completed', completed_on: '2025-01-01' }),
      item('exam', 'entered', id['exam']!, { type: 'exam', status: 'completed', completed_on: '2025-01-01' }),
      item('log', 'log', id['log']!, { status: 'completed', completed_on: '2025-01-01' }),
      item('module', 'learning', id['module']!),
    ],
    tag: () => [
      { id: id['tag'], label: line, set_id: '', key: keyOf(line) },
      { id: id['lone'], label: `${line} 2`, set_id: '', key: keyOf(`${line} 2`) },
    ],
    item_tag: () => [
      of(id['own']!, { tag_id: id['tag'] }),
      of(id['reflection']!, { tag_id: id['tag'] }),
      of(id['module']!, { tag_id: id['lone'] }),
    ],
    file: async () => [
      of(id['own']!, {
        id: id['file'],
        name: 'شهادة.pdf',
        media_type: 'application/pdf',
        ...(await stored(Buffer.concat([PDF, Buffer.alloc(wish.mebibytes * 1024 * 1024, 'random-ish ')]))),
      }),
      of(id['als']!, { name: 'als.pdf', media_type: 'application/pdf', ...(await stored(PDF)) }),
      of(id['module']!, {
        name: 'module.pdf',
        media_type: 'application/pdf',
        ...(await stored(Buffer.concat([PDF, Buffer.from('% module')]))),
      }),
    ],
    change_answer: () => [of(id['own']!, { lasted: 'partly', note: words })],
    credit_award: () => [of(id['module']!, { accreditor_id: 'x', voided_at: null })],
    library_folder: () => [
      { id: id['folder'], parent_id: null, name: line },
      { id: id['within'], parent_id: id['folder'], name: line },
    ],
    library_file: () => [of(id['paper']!, { folder_id: id['within'] })],
    guard_override: () => [
      of(id['own']!, { field: 'notes', rule: 'hospital-number', reason: 'It is the name of a ward', person_id: ownerId }),
      of(id['reflection']!, { field: 'experience', rule: 'hospital-number', reason: 'It is the name of a ward', person_id: ownerId }),
      of(id['assessment']!, { field: 'situation', rule: 'hospital-number', reason: words.slice(0, 100), person_id: id['other'] }),
    ],
    draft: () => [
      { form: `entry/${ownerId}/${id['reflection']}`, body: { answers: {}, versions: {}, reasons: {}, title: line } },
      { form: `new-item/${uuidv7()}`, body: { title: wish.text } },
    ],
    connection: () => [{ id: id['connection'], state: 'active', ended_at: null }],
    delivery: () => [of(id['own']!, { connection_id: id['connection'], state: 'not sent' })],
    delivery_attempt: () => [of(id['own']!, { connection_id: id['connection'], outcome: 'sent' })],
    enrolment: () => [of(id['module']!, { id: id['enrolment'] })],
    attempt: () => [{ id: id['attempt'], enrolment_id: id['enrolment'] }],
    attempt_answer: () => [{ attempt_id: id['attempt'], part: 'final' }],
    certificate: () => [{ attempt_id: id['attempt'], secret: uuidv7() }],
    ...trainingRows({ id, ownerId, line, short, words, text: wish.text, stored }),
    objective: () => [objective(id['objective']!, 'agreed'), objective(id['ended']!, 'achieved')],
    objective_agreement: () => [{ objective_id: id['objective'], meeting_item_id: id['meeting'] }],
    objective_comment: () => [{ objective_id: id['objective'] }],
    reflection_offer: () => [of(id['reflection']!, { withdrawn_at: null })],
    import: () => [
      { id: id['import'], kind: 'archive', state: 'brought', found: null, mapping: null, progress: 0, reason: null, undone_at: null },
    ],
    signed_elsewhere: () => [
      {
        id: id['signed'],
        import_ids: [id['import']],
        key: 'a'.repeat(64),
        kind: 'form',
        section: 'whole',
        type: null,
        proof: 'told',
        number: null,
        public_key: '',
        key_is_ours: false,
        content: [{ label: line, lines: [words] }],
        remarks: [],
      },
    ],
    elsewhere_decision: () => [{ record_id: id['signed'], answer: 'accepted' }],
    brought_row: () => [{ part: 'item', id: id['own'], from_owner: id['other'], import_id: id['import'] }],
    brought_archive: async () => [
      { id: id['import'], from_owner: id['other'], made_at: '2024-01-01T00:00:00Z', ...(await stored(nested)) },
    ],
    imported_row: () => [
      of(id['own']!, { import_id: id['import'], from_line: uuidv7(), as_row: uuidv7(), tag_ids: [id['tag']], file_ids: [] }),
    ],
    import_mapping: () => [{ headers: line, mapping: { columns: ['title', null], dateOrder: 'day' } }],
    appraisal_share: () => [{ id: id['share'], way: 'link', token_hash: uuidv7(), for_name: line, view: { said: words } }],
    appraisal_share_item: () => [of(id['own']!, { share_id: id['share'] })],
    appraisal_comment: () => [of(id['own']!, { share_id: id['share'] })],
    credit_agreement: () => [{ id: id['agreement'], share_id: id['share'] }],
    credit_agreement_item: () => [of(id['own']!, { agreement_id: id['agreement'] })],
    appraisal_year: () => [
      {
        id: id['closed'],
        from_on: '2024-04-01',
        to_on: '2025-03-31',
        state: 'closed',
        discussed_on: '2025-03-01',
        discussed_with: short,
        leave: sum.leave,
      },
      { id: id['open'], from_on: '2025-04-01', to_on: '2026-03-31', state: 'open', discussed_on: null, discussed_with: '', leave: [] },
    ],
    appraisal_record: () => [
      {
        year_id: id['closed'],
        sum: {
          ...sum,
          comments: [{ id: uuidv7(), itemId: null, byName: line, byLink: true, text: line, at: '2025-03-01T00:00:00.000Z', title: null }],
        },
      },
    ],
    appraisal_ended_objective: () => [{ objective_id: id['ended'], year_id: id['closed'] }],
    objective_item: () => [of(id['own']!, { objective_id: id['objective'] }), of(id['module']!, { objective_id: id['objective'] })],
  }
  const order = [...Object.keys(SEEDS), ...Object.keys(ARCHIVED).filter((name) => !(name in SEEDS))] as ArchivedName[]
  for (const table of order) {
    if ((wish.without as readonly string[]).includes(table)) continue
    for (const seed of (await SEEDS[table]?.()) ?? [{}]) await insert(table, seed)
  }

  async function insert(table: ArchivedName, seed: Row): Promise<void> {
    const { rows: columns } = await sql<{ name: string; type: string; of: string }>`
      select column_name as name, data_type as type, udt_name as of from information_schema.columns
      where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' and column_name <> 'owner_id'`.execute(db)
    const shape = Object.keys(ARCHIVED[table].row.shape)
    const given = columns.filter(({ name }) => shape.includes(name) || name in seed)
    const values = given.map(({ name, type, of: array }) => {
      const value = name in seed ? seed[name] : filler(type, array)
      return type === 'jsonb' ? sql`${value === null ? null : JSON.stringify(value)}::jsonb` : sql`${value}`
    })
    await sql`insert into ${sql.table(table)} (owner_id, ${sql.join(given.map(({ name }) => sql.ref(name)))})
      values (${ownerId}, ${sql.join(values)})`.execute(db)
  }

  function filler(type: string, array: string): unknown {
    if (type === 'uuid') return uuidv7()
    if (type === 'text') return line
    if (type === 'ARRAY') return array === '_uuid' ? [uuidv7()] : [line]
    if (type === 'jsonb') return { said: words }
    if (type === 'date') return '2025-01-01'
    if (type.startsWith('timestamp')) return '2025-01-01T12:00:00.123Z'
    if (type === 'boolean') return true
    return type === 'numeric' ? '1.25' : 1
  }
}

const keyOf = (label: string): string => fold(label) || label
