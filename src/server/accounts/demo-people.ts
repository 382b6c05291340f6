import { TOURS } from '#domain/help/tours.ts'
import { authWithin } from './auth.ts'
import { makeAccount, type Making } from './registration.ts'

export const DEMO_PASSWORD = 'cairn demo password'

/** As the people of the demo are shown, in this order. */
export const DEMO_GROUPS = ['A portfolio', 'Training', 'Running a programme'] as const
export type DemoGroup = (typeof DEMO_GROUPS)[number]

export interface DemoPerson {
  readonly name: string
  readonly role: string
  readonly email: string
  readonly group: DemoGroup
  /** How many items their portfolio is laid out with. */
  readonly items: number
}

/** The people of the demo. Nobody could take them for somebody: not their names, nor their addresses. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { group: 'A portfolio', name: 'Dr Demo Lindqvist', role: 'GP with five years of CPD', email: 'gp@example.org', items: 620 },
  { group: 'A portfolio', name: 'Dr Demo Okafor', role: 'New doctor, empty portfolio', email: 'new.doctor@example.org', items: 0 },
  {
    group: 'A portfolio',
    name: 'Dr Demo Marchetti',
    role: 'Consultant with 6,000 items',
    email: 'consultant@example.org',
    items: 6000,
  },
  { group: 'Training', name: 'Dr Demo Haddad', role: 'IMT year 2, partly signed off', email: 'trainee@example.org', items: 107 },
  { group: 'Training', name: 'Dr Demo Winter', role: 'Not enrolled, record frozen', email: 'frozen.trainee@example.org', items: 7 },
  {
    group: 'Training',
    name: 'Dr Demo Castellanos',
    role: 'Educational supervisor',
    email: 'educational.supervisor@example.org',
    items: 0,
  },
  { group: 'Training', name: 'Dr Demo Brennan', role: 'Clinical supervisor', email: 'clinical.supervisor@example.org', items: 0 },
  { group: 'Training', name: 'Dr Demo Yamada', role: 'Last year’s clinical supervisor', email: 'past.supervisor@example.org', items: 0 },
  { group: 'Running a programme', name: 'Dr Demo Szabo', role: 'RCP tutor', email: 'tutor@example.org', items: 0 },
  { group: 'Running a programme', name: 'Demo Pereira', role: 'Programme coordinator', email: 'coordinator@example.org', items: 0 },
  { group: 'Running a programme', name: 'Demo Rahman', role: 'College administrator', email: 'college@example.org', items: 0 },
  { group: 'Running a programme', name: 'Demo Novak', role: 'System administrator', email: 'administrator@example.org', items: 0 },
]

/** So that the programme's lists look as lists do. Not shown where one signs in. */
export const FURTHER_TRAINEES: readonly Pick<DemoPerson, 'name' | 'email'>[] = [
  { name: 'Dr Demo Aguta', email: 'aguta.trainee@example.org' },
  { name: 'Dr Demo Bianchi', email: 'bianchi.trainee@example.org' },
  { name: 'Dr Demo Chaudhry', email: 'chaudhry.trainee@example.org' },
  { name: 'Dr Demo Dubois', email: 'dubois.trainee@example.org' },
  { name: 'Dr Demo Evans', email: 'evans.trainee@example.org' },
]

/** Hashing is slow on purpose, and the demo's people have one password among them. */
const hashes = new Map<string, Promise<string>>()

/**
 * Makes an account whose email counts as confirmed, without a mail: for the demo's people and for tests. They know their way, so no page
 * offers them its tour (H2), unless `isNew`. Returns its id.
 * @throws where the email has an account already
 */
export async function registerConfirmed(
  parts: Making,
  wanted: { id?: string; name: string; email: string; password: string; timeZone?: string; isNew?: boolean },
): Promise<string> {
  const { password } = await authWithin(parts.config, parts.db)
  const hashing = hashes.get(wanted.password) ?? password.hash(wanted.password)
  hashes.set(wanted.password, hashing)
  const passwordHash = await hashing
  return parts.db.transaction().execute(async (tx) => {
    const { isNew = false, ...account } = wanted
    const ownerId = await makeAccount(parts, tx, await authWithin(parts.config, tx), {
      ...account,
      email: wanted.email.trim().toLowerCase(),
      timeZone: wanted.timeZone ?? 'Europe/London',
      passwordHash,
      confirmed: true,
    })
    if (!isNew)
      await tx
        .updateTable('preference')
        .set({ tours_seen: [...TOURS] })
        .where('owner_id', '=', ownerId)
        .execute()
    return ownerId
  })
}
