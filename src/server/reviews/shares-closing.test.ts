import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { closeAccount, keepAccount } from '#domain/accounts/closing-contract.ts'
import { saveDraft } from '#domain/accounts/profile-contract.ts'
import { commentOnShare, coverOfShare, openShare } from '#domain/reviews/appraiser-contract.ts'
import { listShares, makeShare, previewShare } from '#domain/reviews/share-contract.ts'
import { eraseAccount } from '#server/accounts/erasing.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD, type Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
afterEach(() => vi.useRealTimers())

const closing = { body: { password: PASSWORD, word: 'close' } }

/** Shares all that the owner has with the account of an address. */
async function shared(owner: Person, email: string) {
  await owner.completed({ title: 'Course' })
  const view = { filters: {}, columns: ['title', 'completed', 'credits'] }
  const { rows } = await owner.ask(previewShare, { body: view })
  const body = { ...view, id: uuidv7(), forName: 'Dr Noor Hale', way: 'account', email, endsOn: inDays(60), rows: rows.map(({ id }) => id) }
  const { url } = await owner.ask(makeShare, { body })
  return { rows, code: url.slice(url.indexOf('/shared/') + '/shared/'.length) }
}

test('A10 P25: a share is dead while its owner’s account closes, alive again where it is kept, and gone from both sides when it is erased', async () => {
  const [owner, appraiser] = [await at.clinician(), await at.clinician({ name: 'Dr Noor Hale' })]
  const { rows } = await shared(owner, appraiser.email)
  const path = (await appraiser.ask(listShares)).withMe[0]!.path
  const params = { code: path.slice('/shared/'.length) }
  await appraiser.ask(openShare, { params, body: {} })
  await appraiser.ask(commentOnShare, { params, body: { id: uuidv7(), itemId: rows[0]!.id, text: 'Well done' } })

  await owner.ask(closeAccount, closing)
  expect((await appraiser.ask(listShares)).withMe).toEqual([])
  await appraiser.refused(coverOfShare, { params }, 'link_expired')
  await appraiser.refused(openShare, { params, body: {} }, 'link_expired')
  const back = await at.again(owner)
  await back.ask(keepAccount)
  expect((await appraiser.ask(listShares)).withMe).toHaveLength(1)
  await appraiser.ask(openShare, { params, body: {} })

  await back.ask(closeAccount, closing)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 86_400_000 })
  expect(await eraseAccount(at.house, owner.id)).toBe(true)
  for (const table of ['appraisal_share_by_person', 'appraisal_share', 'appraisal_comment'] as const)
    expect(await at.house.db.selectFrom(table).where('owner_id', 'in', [owner.id, appraiser.id]).selectAll().execute()).toEqual([])
})

test('A10 P25: of an appraiser whose account closes nothing is read or said any more; erased, their address is gone and nobody else’s way in', async () => {
  const [owner, appraiser, writer] = [await at.clinician(), await at.clinician({ name: 'Dr Noor Hale' }), await at.clinician()]
  const { rows } = await shared(owner, appraiser.email)
  const path = (await appraiser.ask(listShares)).withMe[0]!.path
  const params = { code: path.slice('/shared/'.length) }
  await writer.ask(saveDraft, { params: { '*': `entry/${appraiser.id}/new` }, body: { draft: { words: 'of Dr Hale' } } })
  await appraiser.ask(closeAccount, closing)
  const back = await at.again(appraiser)
  await back.refused(openShare, { params, body: {} }, 'not_signed_in')
  await back.refused(commentOnShare, { params, body: { id: uuidv7(), itemId: rows[0]!.id, text: 'Well done' } }, 'not_signed_in')

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 86_400_000 })
  expect(await eraseAccount(at.house, appraiser.id)).toBe(true)
  const share = await at.house.db.selectFrom('appraisal_share').where('owner_id', '=', owner.id).selectAll().executeTakeFirstOrThrow()
  expect(share).toMatchObject({ for_email: '', person_id: null })
  expect(share.revoked_at).not.toBeNull()
  expect(await at.house.db.selectFrom('draft').where('owner_id', '=', writer.id).selectAll().execute()).toEqual([])
})

test('P25: who registers after something was shared with their address finds it once they opened it', async () => {
  const owner = await at.clinician()
  const email = `${uuidv7()}@example.org`
  const { code } = await shared(owner, email)
  const late = await at.clinician({ email, name: 'Dr Late Comer' })
  await late.ask(openShare, { params: { code }, body: {} })
  expect((await late.ask(listShares)).withMe).toHaveLength(1)
})
