/**
 * What a trainee does first in each training year (T3): checks personal details with a phone number, and the photo; signs the
 * declarations; checks certificates.
 * Source: Yorkshire and Humber Deanery, IMT ePortfolio page, 'Getting Started'. A photo is 'useful' there, so one may go on without.
 */
export const FIRST_STEPS = ['details', 'photo', 'declarations', 'certificates'] as const
export type FirstStep = (typeof FIRST_STEPS)[number]

/** What the trainee says themselves; declarations are done when they are signed. */
export const CHECKED_STEPS = ['details', 'photo', 'certificates'] as const
export type CheckedStep = (typeof CHECKED_STEPS)[number]

export interface StepFacts {
  readonly hasPhone: boolean
  readonly hasPhoto: boolean
  readonly declarationsSigned: boolean
  /** Which were said to be checked in this training year. */
  readonly checked: readonly string[]
}

export interface StepState {
  readonly step: FirstStep
  readonly done: boolean
  /** What is not there yet: without a phone the details are not done, without a photo one may go on. */
  readonly lacks: 'phone' | 'photo' | null
}

export const firstSteps = (facts: StepFacts): StepState[] => FIRST_STEPS.map((step) => stateOf(step, facts))

function stateOf(step: FirstStep, { hasPhone, hasPhoto, declarationsSigned, checked }: StepFacts): StepState {
  if (step === 'declarations') return { step, done: declarationsSigned, lacks: null }
  const said = checked.includes(step)
  if (step === 'details') return { step, done: said && hasPhone, lacks: hasPhone ? null : 'phone' }
  if (step === 'photo') return { step, done: said, lacks: hasPhoto ? null : 'photo' }
  return { step, done: said, lacks: null }
}
