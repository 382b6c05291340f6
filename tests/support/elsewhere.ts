import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { House } from '../../src/server/house.ts'
import { inDays } from './related.ts'

/** A record as it would have come with an archive. */
export async function signedElsewhere(
  house: Pick<House, 'db'>,
  ownerId: string,
  wish: { title?: string; section?: 'whole' | 'few'; says?: string; proof?: string; remarks?: string[] } = {},
): Promise<string> {
  const [id, importId] = [uuidv7(), uuidv7()]
  await house.db
    .insertInto('import')
    .values({ owner_id: ownerId, id: importId, kind: 'archive', file_name: 'cairn.zip', size_bytes: 1, sha256: '', state: 'brought' })
    .execute()
  await house.db
    .insertInto('signed_elsewhere')
    .values({
      owner_id: ownerId,
      id,
      import_ids: [importId],
      key: createHash('sha256').update(id).digest('hex'),
      kind: 'sign-off',
      section: wish.section ?? 'whole',
      title: wish.title ?? 'A sign-off from elsewhere',
      type: 'other',
      signed_on: inDays(-400),
      signed_at: new Date(`${inDays(-400)}T09:00:00Z`),
      signer_name: 'Dr Far Away',
      signer_as: 'educational supervisor',
      content: JSON.stringify([{ label: 'Note', lines: [wish.says ?? 'Seen.'] }]),
      remarks: wish.remarks ?? [],
      from_owner: uuidv7(),
      from_name: 'Dr Tara Inglis',
      server: 'https://cairn.example.org',
      proof: wish.proof ?? 'whole',
      number: 1,
      public_key: 'A'.repeat(43),
      key_is_ours: false,
    })
    .execute()
  return id
}
