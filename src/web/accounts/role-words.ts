import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { Phase, Role } from '#domain/accounts/relations.ts'

/** Words of the pages where roles are given (A7, N7). */
export const roleWords = {
  names: {
    tutor: 'RCP tutor',
    'programme director': 'Training programme director',
    'programme coordinator': 'Programme coordinator',
    'college administrator': 'College administrator',
    publisher: 'Publisher',
    'system administrator': 'System administrator',
  } as const satisfies Readonly<Record<Role, string>>,
  none: 'Nobody has a role here yet.',
  closed: 'Somebody whose account is closed',
  days: (from: PlainDate, until: PlainDate | null, phase: Phase) =>
    `${phase === 'before' ? 'from' : 'since'} ${longDate(from)}${until === null ? '' : `, ${phase === 'after' ? 'ended' : 'until'} ${longDate(until)}`}`,
  end: 'End',
  endNamed: (name: string, role: string) => `End: ${name}, ${role}`,
  lastDay: 'Last day',
  endDo: 'End the role',
  cancel: 'Cancel',
  give: 'Give a role',
  giveDo: 'Give the role',
  email: 'Their email',
  emailHint: 'Exactly as in their account. People cannot be looked up here.',
  role: 'Role',
  from: 'First day',
  until: 'Last day (optional)',
  given: (email: string) => `Given to ${email}.`,
  loading: 'Loading',
  administration: {
    title: 'Administration',
    intro: 'Who administers and publishes in this Cairn. A system administrator reads nobody’s portfolio or training record.',
    holders: 'Roles in this Cairn',
  },
  first: {
    title: 'Become system administrator',
    explained: (name: string) =>
      `This link makes the account of ${name} the first system administrator of this Cairn. It makes others college administrators, publishers and system administrators, and reads nobody’s record.`,
    act: 'Become system administrator',
    done: 'You are the system administrator of this Cairn.',
    on: 'Go to Administration',
    noToken: 'This link is not complete. Copy it again from the terminal, all of it.',
  },
} as const
