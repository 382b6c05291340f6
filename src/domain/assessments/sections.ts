import type { RecordKind } from '#domain/accounts/permission-table.ts'
import type { Family, Writer } from './form-file.ts'

/** Which kind of record an entry is to the permission table (A8). */
export const recordKindOf = (family: Family): RecordKind & ('assessment' | 'reflection' | 'meeting' | 'supervisor_report') => {
  if (family === 'reflection') return 'reflection'
  if (family === 'meeting') return 'meeting'
  return family === 'supervisor report' ? 'supervisor_report' : 'assessment'
}

/** Whose section it is there: each writer's is a section of the permission table. A report is theirs as a whole. */
export const sectionOfWriter = (family: Family, writer: Writer): 'own' | 'other' | 'educational' => {
  if (writer === 'trainee') return 'own'
  return family !== 'supervisor report' && writer === 'educational supervisor' ? 'educational' : 'other'
}
