import type { FormFile, Writer } from './form-file.ts'

/** How far an entry is (F4, T12). `submitted` locks it for good; a correction is a new entry that names it. */
export const ENTRY_STATES = ['begun', 'prepared', 'submitted', 'acknowledged'] as const
export type EntryState = (typeof ENTRY_STATES)[number]

/** What can be done next to get an entry further. */
export const ENTRY_STEPS = ['prepare', 'submit', 'acknowledge'] as const
export type EntryStep = (typeof ENTRY_STEPS)[number]

type Steps = Pick<FormFile, 'signedBy' | 'preparedByTrainee' | 'acknowledged'>

/** By what has been done of it. */
export function stateOf(done: ReadonlySet<EntryStep>): EntryState {
  if (done.has('acknowledge')) return 'acknowledged'
  if (done.has('submit')) return 'submitted'
  return done.has('prepare') ? 'prepared' : 'begun'
}

export const isLocked = (state: EntryState): boolean => state === 'submitted' || state === 'acknowledged'

/** The step that comes next and who takes it; null where nothing is left to do. */
export function nextStep(form: Steps, state: EntryState): { readonly step: EntryStep; readonly by: Writer } | null {
  if (state === 'acknowledged') return null
  if (state === 'submitted') return form.acknowledged ? { step: 'acknowledge', by: 'trainee' } : null
  if (form.signedBy === undefined) return null
  if (form.preparedByTrainee && state === 'begun') return { step: 'prepare', by: 'trainee' }
  return { step: 'submit', by: form.signedBy }
}
