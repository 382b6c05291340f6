import { expect, test } from 'vitest'
import { readBrief } from '#domain/assessments/brief-contract.ts'
import { myTrainees } from '#domain/training/roster-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { inDays } from '../../../tests/support/related.ts'
import { openRound } from '../../../tests/support/round.ts'

const at = house()

test('F5, T14: a round waits for the educational supervisor once it is closed, and not before', async () => {
  const { educational, params, trainee } = await openRound(at, { consultant: 1 })
  const waits = async () => {
    const one = (await educational.ask(myTrainees)).trainees.find(({ ownerId }) => ownerId === trainee.id)
    const { toSign } = await educational.ask(readBrief, { params })
    return [one?.waits.find(({ what }) => what === 'to sign')?.count ?? 0, toSign.length]
  }
  expect(await waits()).toEqual([0, 0])
  await at.house.db
    .updateTable('msf_round')
    .set({ closes_on: inDays(-1) })
    .where('owner_id', '=', trainee.id)
    .execute()
  expect(await waits()).toEqual([1, 1])
  await at.house.db.updateTable('msf_round').set({ set_aside_at: new Date() }).where('owner_id', '=', trainee.id).execute()
  expect(await waits()).toEqual([0, 0])
})
