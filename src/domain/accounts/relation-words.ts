import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { GivenRelation, Role } from './relations.ts'

const spanOf = (from: PlainDate, until: PlainDate | null): string =>
  until === null ? `from ${longDate(from)}` : until < from ? 'taken back' : `${longDate(from)} to ${longDate(until)}`

export const relationWords = {
  about: (name: string, relation: GivenRelation | Role, from: PlainDate, until: PlainDate | null): string =>
    `${name}, ${relation}, ${spanOf(from, until)}`,
  unknownPerson: 'Nobody has this account.',
  notYourself: 'Somebody else must give you this.',
  notTheirOwn: 'Nobody supervises or reviews themselves.',
  endsBeforeItBegins: 'The last day comes before the first.',
  overlaps: (until: PlainDate | null): string =>
    until === null ? 'They have this already.' : `They have this already in these days, until ${longDate(until)}.`,
  oneAtATime: (name: string, until: PlainDate): string =>
    `${name === '' ? 'Somebody' : name} is the educational supervisor until ${longDate(until)}, and there is one at a time.`,
  endsAlready: (until: PlainDate): string => `This ends on ${longDate(until)} already. To go on after that, give it anew.`,
  onlyGivenBy: (giver: Role): string => `Only a ${giver} can give this role or end it.`,
  onlyRole: (role: Role): string => `Only a ${role} can do this.`,
  unknownAddress: 'Nobody has an account with this address yet. Check how it is written, or ask them to register first.',
  firstLinkUsed: 'This link was used already, or a newer one was printed in the terminal at the last start.',
  namesNoProgramme: 'Say in which programme.',
  lastAdministrator: 'Somebody must stay system administrator without an end. Give it to another first.',
} as const
