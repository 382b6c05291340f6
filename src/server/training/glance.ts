import { may } from '#domain/accounts/permissions.ts'
import { readyForSignOff } from '#server/curriculum/waiting-queries.ts'
import type { Waiting } from './trainees-queries.ts'

/** What is counted for each trainee on a supervisor's page, in the order shown. Parts of the record add theirs here. */
export const GLANCE: readonly Waiting[] = [
  {
    what: 'ready for sign-off',
    isFor: (standings, state) => may(standings, 'sign', 'sign_off', { state }).allowed,
    count: (db, ownerIds) => readyForSignOff(db, ownerIds),
  },
]
