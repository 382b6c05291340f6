/** How far an objective of a personal development plan is (T11). */
export const OBJECTIVE_STATES = ['draft', 'agreed', 'in progress', 'achieved', 'carried over', 'dropped'] as const
export type ObjectiveState = (typeof OBJECTIVE_STATES)[number]

/** What the trainee can make of it next. `agreed` is the educational supervisor's to say. */
export function nextStates(state: ObjectiveState): readonly ObjectiveState[] {
  switch (state) {
    case 'draft':
      return ['dropped']
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

/** What was agreed and is worded anew is a draft again; what is only carried on stays what it is. */
export function stateAfterChange(state: ObjectiveState, before: Worded, after: Worded): ObjectiveState {
  const same = (['objective', 'targetOn', 'plan', 'measure'] as const).every((field) => before[field] === after[field])
  return same ? state : 'draft'
}
