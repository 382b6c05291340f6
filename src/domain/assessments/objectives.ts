/** How far an objective of a personal development plan is (T11). */
export const OBJECTIVE_STATES = ['draft', 'agreed', 'in progress', 'achieved', 'carried over', 'dropped'] as const
export type ObjectiveState = (typeof OBJECTIVE_STATES)[number]

/**
 * What its owner can make of it next. `agreed` is the educational supervisor's to say. Outside of training nobody agrees to objectives, and
 * their owner begins them by themselves (P26): `needsAgreement` is false.
 */
export function nextStates(state: ObjectiveState, needsAgreement = true): readonly ObjectiveState[] {
  switch (state) {
    case 'draft':
      return needsAgreement ? ['dropped'] : ['in progress', 'achieved', 'dropped']
    case 'agreed':
      return ['in progress', 'achieved', 'carried over', 'dropped']
    case 'in progress':
      return ['achieved', 'carried over', 'dropped']
    case 'carried over':
      return ['in progress', 'achieved', 'dropped']
    case 'achieved':
    case 'dropped':
      return ['draft']
  }
}

export const canBeAgreed = (state: ObjectiveState): boolean => state === 'draft'

interface Worded {
  readonly objective: string
  readonly targetOn: string
  readonly plan: string
  readonly measure: string
}

/**
 * What was agreed and is worded anew is a draft again; what is only carried on stays what it is. Outside of training only the agreement
 * goes, for it was to other words.
 */
export function stateAfterChange(state: ObjectiveState, before: Worded, after: Worded, needsAgreement = true): ObjectiveState {
  const same = (['objective', 'targetOn', 'plan', 'measure'] as const).every((field) => before[field] === after[field])
  return same || (!needsAgreement && state !== 'agreed') ? state : 'draft'
}

export const isFinished = (state: ObjectiveState): boolean => state === 'achieved' || state === 'dropped'

/** What an unfinished objective is in the next appraisal year (P26). A draft that waits for agreement goes on waiting. */
export function carriedOver(state: ObjectiveState, needsAgreement: boolean): ObjectiveState {
  if (isFinished(state) || (needsAgreement && state === 'draft')) return state
  return 'carried over'
}
