import { v7 as uuidv7 } from 'uuid'
import type { Signing } from '../../src/server/accounts/chain-commands.ts'

/** Something signed now by a supervisor, as a feature would hand it to `signRecord`. */
export const signing = (
  ownerId: string,
  says: string,
  more: Partial<Pick<Signing, 'kind' | 'record'>> & { readonly name?: string } = {},
): Signing => ({
  ownerId,
  kind: more.kind ?? 'sign-off',
  says,
  by: { id: uuidv7(), name: more.name ?? 'Dr Sue Pervisor', as: 'educational supervisor' },
  at: new Date(),
  record: more.record ?? {},
})
