import type { RecordKind } from '#domain/accounts/permission-table.ts'
import type { Family, Writer } from './form-file.ts'

/** Which kind of record an entry is to the permission table (A8). */
export const recordKindOf = (family: Family): RecordKind & ('assessment' | 'reflection' | 'meeting' | 'supervisor_report') => {
  if (family === 'reflection') return 'reflection'
  if (family === 'meeting') return 'meeting'
  return family === 'supervisor report' ? 'supervisor_report' : 'assessment'
}

/** Whose section it is there: each writer's is a section of the permission table. */
export const sectionOfWriter = (writer: Writer): 'own' | 'other' => (writer === 'trainee' ? 'own' : 'other')
