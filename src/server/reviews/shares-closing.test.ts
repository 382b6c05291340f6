import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { closeAccount, keepAccount } from '#domain/accounts/closing-contract.ts'
import { commentOnShare, coverOfShare, listShares, makeShare, openShare, previewShare } from '#domain/reviews/share-contract.ts'
import { eraseAccount } from '#server/accounts/erasing.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
afterEach(() => vi.useRealTimers())

test('A10 P25: a share is dead while its owner’s account closes, alive again where it is kept, and gone from both sides when it is erased', async () => {
  const [owner, appraiser] = [await at.clinician(), await at.clinician({ name: 'Dr Noor Hale' })]
  await owner.completed({ title: 'Course' })
  const view = { filters: {}, columns: ['title', 'completed', 'credits'] }
  const { rows } = await owner.ask(previewShare, { body: view })
  const body = {
    ...view,
    id: uuidv7(),
    forName: 'Dr Noor Hale',
    way: 'account',
    email: appraiser.email,
    endsOn: inDays(60),
    rows: rows.map(({ id }) => id),
  }
  await owner.ask(makeShare, { body })
  const path = (await appraiser.ask(listShares)).withMe[0]!.path
  const params = { code: path.slice('/shared/'.length) }
  await appraiser.ask(openShare, { params, body: {} })
  await appraiser.ask(commentOnShare, { params, body: { id: uuidv7(), itemId: rows[0]!.id, text: 'Well done' } })

  const closing = { body: { password: PASSWORD, word: 'close' } }
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
