import { gate } from '#server/platform/gate.ts'
import type { Accounts } from './auth.ts'

/** Half of the threads that files and pictures wait for too: strangers who register by the hundred must not stop those. */
const hashing = gate(2)

/** The hash of a new password, costly on purpose. */
export const hashNew = ({ auth }: Pick<Accounts, 'auth'>, password: string): Promise<string> =>
  hashing(async () => (await auth.$context).password.hash(password))
