import { refuseField } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import type { Kind, Status } from './item.ts'

export interface Progress {
  readonly status: Status
  readonly startedOn: PlainDate | null
  readonly completedOn: PlainDate | null
}

/**
 * Status and dates of an owner's own item after a change (P4). Marking it completed fills in today where no date is given;
 * taking that back empties the date; giving a completed date completes it; completed never precedes started.
 * @throws Refusal at `completedOn` or `startedOn`
 */
export function withProgress(before: Progress, change: Partial<Progress>, today: PlainDate): Progress {
  const startedOn = change.startedOn === undefined ? before.startedOn : change.startedOn
  let completedOn = change.completedOn === undefined ? before.completedOn : change.completedOn
  let status = change.status ?? before.status
  if (change.status !== undefined && change.status !== 'completed' && change.completedOn) {
    throw refuseField('completedOn', 'Only what is completed has this date. Mark it completed, or leave the date empty.')
  }
  if (change.status === undefined && change.completedOn !== undefined) {
    if (completedOn !== null) status = 'completed'
    else if (before.status === 'completed') status = startedOn === null ? 'not started' : 'in progress'
  }
  if (change.status === undefined && status === 'not started' && change.startedOn) status = 'in progress'
  if (status !== 'completed') completedOn = null
  else if (completedOn === null) completedOn = today
  if (startedOn !== null && completedOn !== null && completedOn < startedOn) {
    throw refuseField(
      !change.completedOn && startedOn !== before.startedOn ? 'startedOn' : 'completedOn',
      'It cannot be completed before it was started.',
    )
  }
  return { status, startedOn, completedOn }
}

/** Why the owner cannot set the status and dates: another feature owns the item (P4). Null where they can. */
export const progressClosed = (kind: Kind): string | null => CLOSED[kind]

const ON_ITS_PAGE = 'This is set on the page ‘Certificates and exams’.'
const CLOSED: Readonly<Record<Kind, string | null>> = {
  own: null,
  module: 'This is set when you start and finish the module.',
  certificate: ON_ITS_PAGE,
  exam: ON_ITS_PAGE,
  'library file': 'This is a file of your library, and has no status.',
  entry: 'This is set by the form that it is.',
  log: 'This is set in the log that it stands in.',
  'signed elsewhere': 'This was signed elsewhere and stays as it was accepted. See ‘Signed elsewhere’ in your record.',
}

/** Why the owner cannot set the title on the item itself: it stands with the rest of what it says elsewhere. Null where they can. */
export const titleClosed = (kind: Kind): string | null => (kind === 'own' || kind === 'module' ? null : CLOSED[kind])
