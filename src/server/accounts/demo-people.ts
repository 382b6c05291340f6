import { authWithin } from './auth.ts'
import { makeAccount, type Making } from './registration.ts'

export const DEMO_PASSWORD = 'cairn demo password'

export interface DemoPerson {
  readonly name: string
  readonly role: string
  readonly email: string
  /** How many items their portfolio is laid out with. */
  readonly items: number
}

/** The people of the demo. Nobody could take them for somebody: not their names, nor their addresses. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { name: 'Dr Demo Lindqvist', role: 'GP with five years of CPD', email: 'gp@example.org', items: 620 },
  { name: 'Dr Demo Okafor', role: 'New doctor, empty portfolio', email: 'new.doctor@example.org', items: 0 },
  { name: 'Dr Demo Marchetti', role: 'Consultant with a very long portfolio', email: 'consultant@example.org', items: 6000 },
]

/**
 * Makes an account whose email counts as confirmed, without a mail: for the demo's people and for tests. Returns its id.
 * @throws where the email has an account already
 */
export async function registerConfirmed(
  parts: Making,
  wanted: { id?: string; name: string; email: string; password: string; timeZone?: string },
): Promise<string> {
  const { password } = await authWithin(parts.config, parts.db)
  const passwordHash = await password.hash(wanted.password)
  return parts.db.transaction().execute(async (tx) =>
    makeAccount(parts, tx, await authWithin(parts.config, tx), {
      ...wanted,
      email: wanted.email.trim().toLowerCase(),
      timeZone: wanted.timeZone ?? 'Europe/London',
      passwordHash,
      confirmed: true,
    }),
  )
}
