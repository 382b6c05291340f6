/** What the home page says of training that waits (P15), apart from the words its own pages need. */
export const waitsWords = {
  invitation: 'Invitation',
  invited: (programme: string) => `Enrol in ${programme}`,
  see: 'See it',
  steps: 'First steps of this training year',
  stepsLeft: (n: number) => (n === 1 ? '1 step left' : `${n} steps left`),
  carryOver: 'Your curriculum moved to a new version',
  carryOverLeft: (n: number) => (n === 1 ? '1 link waits for your yes or no' : `${n} links wait for your yes or no`),
  frozen: 'Your training record is frozen until you are enrolled',
  goOn: 'Go on',
  training: 'Training',
  trainees: 'Your trainees',
  readyOf: (name: string, n: number) => `${name}: ${n} ready for sign-off`,
  look: 'Look',
  seeAll: 'See all',
  andMore: (n: number) => `And ${n} more with something ready`,
  programme: 'Your programme',
  correctionsIn: (programme: string, n: number) =>
    n === 1 ? `1 correction of a supervisor waits in ${programme}` : `${n} corrections of supervisors wait in ${programme}`,
} as const
