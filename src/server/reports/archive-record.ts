import { sql } from 'kysely'
import { archiveWords as say } from '#domain/reports/archive-words.ts'
import { ARCHIVED_TABLES, type ArchivedName } from '#domain/reports/archive-tables.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import type { Answer } from '#domain/assessments/answers.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { escaped, inWords, list, PAGE_END, pageStart, valueInWords } from './archive-html.ts'
import type { PageLink } from './archive-items.ts'
import { batchesOf, rowsOfTable, type Row } from './archive-rows.ts'
import type { ArchiveSpool } from './archive-spool.ts'

/** The pages beside the items', by what a person looks for. What is in no page is in none of the tables either. */
export const PAGES: readonly (readonly [file: string, title: string, tables: readonly ArchivedName[]])[] = [
  ['person', 'Personal details and settings', ['person', 'preference', 'learner']],
  ['forms', 'Forms filled in', ['entry_part', 'entry_step', 'entry_comment', 'entry_share', 'entry_about', 'entry_gathered']],
  ['assessments', 'Tickets and rounds of feedback', ['entry', 'ticket', 'msf_round', 'reflection_offer']],
  ['plan', 'Development plan and meetings', ['objective', 'objective_agreement', 'objective_comment', 'agenda_point', 'presentation']],
  [
    'appraisal',
    'Appraisal',
    [
      'appraisal_year',
      'appraisal_share',
      'appraisal_share_item',
      'appraisal_comment',
      'credit_agreement',
      'credit_agreement_item',
      'appraisal_record',
      'appraisal_ended_objective',
      'objective_item',
    ],
  ],
  ['imports', 'Imports', ['import']],
  [
    'curriculum',
    'Curriculum and sign-offs',
    ['sign_off', 'self_assessment', 'evidence_link', 'evidence_version', 'curriculum_move', 'proposed_link'],
  ],
  ['training', 'Training', ['trainee', 'training_year', 'placement', 'relation', 'supervisor_correction', 'first_step', 'absence']],
  ['declarations', 'Declarations', ['declaration', 'declaration_reading']],
  ['certificates', 'Certificates and exams', ['certificate', 'professional_certificate', 'exam_result', 'verification']],
  ['logs', 'Logs', ['log_row', 'log_counted', 'log_upload']],
  ['learning', 'Learning', ['enrolment', 'attempt', 'attempt_answer', 'credit_award', 'change_answer']],
  ['library', 'Library', ['library_folder', 'library_file']],
  ['sent', 'Connections, and what was sent', ['connection', 'delivery', 'delivery_attempt']],
  ['drafts', 'Drafts, and warnings put aside', ['draft', 'guard_override']],
  ['tags', 'Tags', ['tag', 'item_tag']],
  ['elsewhere', 'Signed elsewhere', ['signed_elsewhere', 'elsewhere_decision']],
  ['brought', 'Archives brought in', ['brought_archive', 'brought_row']],
  ['who-looked', 'Who looked and what changed', ['audit']],
]

const ROWS_ON_PAGE = 1000
const BY_PERSON = /(^|_)(by|by_id|person_id|to_id|asked_id)$/

/** All rows into `data/`, and the same in words into pages; answers how many of each there are. */
export async function writeRecord(
  tx: Tx,
  ownerId: string,
  spool: ArchiveSpool,
  forms: ReadonlyMap<string, FormFile>,
  paths: { of(table: ArchivedName, row: Row): Promise<string | null> },
  skip: ReadonlySet<ArchivedName>,
): Promise<{ pages: PageLink[]; rows: Record<string, number> }> {
  const rows: Record<string, number> = {}
  for (const [table, { name, row }] of ARCHIVED_TABLES) {
    if (skip.has(table)) continue
    const hasFile = 'archive_path' in row.shape
    await spool.begin(`data/${name}.json`)
    let count = 0
    for await (const batch of batchesOf(tx, withStored(table, ownerId, hasFile))) {
      for (const one of batch) {
        const { stored_as: _stored, ...shown } = one
        const full = hasFile ? { ...shown, archive_path: await paths.of(table, one) } : one
        await spool.write(`${count === 0 ? '[\n' : ',\n'}${JSON.stringify(full)}`)
        count += 1
      }
    }
    await spool.write(count === 0 ? '[]\n' : '\n]\n')
    rows[name] = count
  }
  await spool.end()
  const pages: PageLink[] = []
  for (const [file, title, tables] of PAGES) pages.push(...(await writePages(tx, ownerId, spool, forms, file, title, tables)))
  await spool.end()
  return { pages, rows }
}

/** Where the bytes of a row's file lie: its column, and the keys by which it is found beside the row as it is shown. */
const STORED: Readonly<Record<string, { readonly column: string; readonly keys: readonly string[] }>> = {
  person: { column: 'photo_as', keys: [] },
  evidence_version_file: { column: 'stored_as', keys: ['sign_off_id', 'item_id', 'file_id'] },
  brought_archive: { column: 'stored_as', keys: ['id'] },
}

function withStored(table: ArchivedName, ownerId: string, hasFile: boolean) {
  const query = rowsOfTable(table, ownerId)
  if (!hasFile) return query
  const { column, keys } = STORED[table]!
  const isSame = sql.join(
    [sql`whole.owner_id = ${sql.lit(ownerId)}`, ...keys.map((key) => sql`${sql.ref(`whole.${key}`)} = ${sql.ref(`shown.${key}`)}`)],
    sql` and `,
  )
  return sql`select shown.*, ${sql.ref(`whole.${column}`)} as stored_as from (${query}) as shown join ${sql.table(table)} as whole on ${isSame}`
}

async function writePages(
  tx: Tx,
  ownerId: string,
  spool: ArchiveSpool,
  forms: ReadonlyMap<string, FormFile>,
  file: string,
  title: string,
  tables: readonly ArchivedName[],
): Promise<PageLink[]> {
  const pages: PageLink[] = []
  let onPage = 0
  const turn = async () => {
    if (pages.length > 0) await spool.write(PAGE_END)
    const part = pages.length + 1
    const page = { title: part === 1 ? title : `${title}, part ${part}`, path: `pages/${file}${part === 1 ? '' : `-${part}`}.html` }
    pages.push(page)
    await spool.begin(page.path)
    await spool.write(pageStart(page.title))
    onPage = 0
  }
  for (const table of tables) {
    let isFirst = true
    for await (const batch of batchesOf(tx, rowsOfTable(table, ownerId))) {
      const names = await namesOf(tx, idsIn(batch, BY_PERSON))
      const titles = await itemsOf(tx, ownerId, idsIn(batch, /(^|_)(item_id|about_id)$/))
      for (const row of batch) {
        const turned = pages.length === 0 || onPage === ROWS_ON_PAGE
        if (turned) await turn()
        if (isFirst || turned) await spool.write(`<h2>${escaped(inWords(table))}</h2>\n`)
        isFirst = false
        onPage += 1
        await spool.write(article(row, names, titles, forms))
      }
    }
  }
  if (pages.length > 0) await spool.write(PAGE_END)
  return pages
}

function idsIn(batch: readonly Row[], columns: RegExp): string[] {
  const ids = batch.flatMap((row) =>
    Object.entries(row).flatMap(([name, value]) => (columns.test(name) && typeof value === 'string' ? [value] : [])),
  )
  return [...new Set(ids)]
}

interface ItemNamed {
  readonly title: string
  readonly form: string | null
}

async function itemsOf(tx: Tx, ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, ItemNamed>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('item')
    .leftJoin('entry', (join) => join.onRef('entry.owner_id', '=', 'item.owner_id').onRef('entry.item_id', '=', 'item.id'))
    .where('item.owner_id', '=', ownerId)
    .where(sql<boolean>`item.id = any(${[...ids]}::uuid[])`)
    .select(['item.id', 'item.title', 'entry.form_id as form'])
    .execute()
  return new Map(rows.map(({ id, title, form }) => [id, { title, form }]))
}

function article(
  row: Row,
  names: ReadonlyMap<string, string>,
  items: ReadonlyMap<string, ItemNamed>,
  forms: ReadonlyMap<string, FormFile>,
): string {
  const item = items.get(typeof row['item_id'] === 'string' ? row['item_id'] : '')
  const form = forms.get(item?.form ?? '')
  const facts = Object.entries(row).map(([name, value]) => {
    const said = typeof value === 'string' ? (names.get(value) ?? items.get(value)?.title) : undefined
    const markup =
      said !== undefined
        ? escaped(said)
        : name === 'answers' && form !== undefined
          ? answersInWords(form, value as Row, typeof row['section'] === 'string' ? row['section'] : null)
          : valueInWords(value)
    return [inWords(name.replace(/_(id|by_id)$/, '')), markup] as const
  })
  return `<article>${list(facts)}</article>\n`
}

/** Answers under the questions as they were asked. A part has those of one section, a step those of several. */
function answersInWords(form: FormFile, answers: Row, section: string | null): string {
  const sections = section === null ? form.sections : form.sections.filter(({ id }) => id === section)
  const facts = sections.flatMap(({ id, fields }) => {
    const given = (section === null ? answers[id] : answers) as Record<string, Answer> | undefined
    return fields.flatMap((field) => {
      const answer = given?.[field.id]
      return answer === undefined ? [] : [[field.label, sayAnswer(form, field, answer).map(escaped).join('<br>')] as const]
    })
  })
  return list(facts)
}

export const indexOf = (links: readonly PageLink[]): string =>
  `<ul>${links.map(({ path, title }) => `<li><a href="${escaped(path)}">${escaped(title)}</a></li>`).join('')}</ul>`

export const indexStart = (name: string): string => pageStart(say.of(name), '')
