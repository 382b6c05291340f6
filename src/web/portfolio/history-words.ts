import { isPlainDate, shortDate } from '#domain/plain-date.ts'
import { STATUS_WORDS, TYPE_WORDS, type UnitWords } from '#domain/portfolio/words.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

/** What was done to an item, as its History says it. */
export const ACTS: Readonly<Record<string, string>> = {
  'item.recorded': 'Recorded',
  'item.amended': 'Changed',
  'item.imported': 'Brought in from elsewhere',
  'item.copied': 'Copied from another item',
  'item.tagged': 'Tags changed',
  'item.read': 'Read',
  'item.binned': 'Moved to the bin',
  'item.restored': 'Put back from the bin',
  'item.change_check_planned': 'Question planned: did the change last?',
  'item.change_check_dropped': 'Question dropped: did the change last?',
  'item.change_answered': 'Answered: did the change last?',
  'item.module_started': 'Module started',
  'item.module_passed': 'Module passed',
  'item.module_failed': 'Module not passed',
  'item.module_retaken': 'Module retaken: score, credits and certificate void',
  'item.delivered': 'Sent to another portfolio',
  'connections.switched_send': 'Chosen to be sent to another portfolio',
  'connections.switched_stop': 'Changes kept here, not sent to another portfolio',
  'connections.switched_there': 'Said to have arrived at another portfolio',
  'curriculum.linked': 'Linked to the curriculum',
  'curriculum.unlinked': 'Unlinked from the curriculum',
  'appraisal.item_read': 'Opened by the appraiser',
  'appraisal.item_read_by_link': 'Opened by the appraiser, by the link',
  'appraisal.file_read': 'File downloaded by the appraiser',
  'appraisal.file_read_by_link': 'File downloaded by the appraiser, by the link',
  'appraisal.commented': 'Appraiser commented',
  'appraisal.commented_by_link': 'Appraiser commented, by the link',
  'pdp.item_linked': 'Linked to an objective',
  'pdp.item_unlinked': 'Unlinked from an objective',
  'file.added': 'File added',
  'file.renamed': 'File renamed',
  'file.removed': 'File removed',
}

const { fields } = words
const FIELDS: Readonly<Record<string, string>> = {
  title: fields.title,
  type: fields.type,
  status: fields.status,
  link: fields.link,
  notes: fields.notes,
  startedOn: fields.started,
  completedOn: fields.completed,
  personalReason: fields.reason,
  creditKind: fields.kinds,
  practiceBefore: fields.before,
  practiceAfter: fields.after,
  practiceChanges: fields.changes,
  tags: words.tags,
  file: 'File',
  lasted: 'Answer',
  note: windowWords.impact.note,
  changeCheckOn: 'Day',
  on: 'Day',
  evidenceLink: 'Curriculum',
  awardingBody: 'Awarded by',
  paperNumber: 'Number',
  expiresOn: 'Expires',
  diet: 'Sitting',
  result: 'Result',
  requirement: 'Curriculum',
}

/** An act that came later than this page still reads as a sentence. */
export const sayAct = (act: string): string => ACTS[act] ?? 'Something was changed'

export function sayField(field: string, unit: UnitWords): string {
  if (field === 'personal') return fields.personal(unit.many)
  if (field === 'impact') return fields.impact(unit.many)
  return FIELDS[field] ?? 'Something else'
}

export function sayValue(field: string, value: string, most: number): string {
  if (isPlainDate(value)) return shortDate(value)
  if (field === 'status' && value in STATUS_WORDS) return STATUS_WORDS[value as keyof typeof STATUS_WORDS]
  if (field === 'type' && value in TYPE_WORDS) return TYPE_WORDS[value as keyof typeof TYPE_WORDS]
  if (field === 'lasted' && value in windowWords.impact.lasted) return windowWords.impact.lasted[value as 'yes']
  return value.length > most ? `${value.slice(0, most).trimEnd()}…` : value
}
