import { expect, test } from 'vitest'
import { checkConnection, disconnect, finishConnecting, listConnections } from '#domain/connections/contract.ts'
import { eventually, housesConnected } from '../../../tests/support/connected.ts'

const { other, at, wayBack, connect, stateOf, there } = housesConnected()

test('X10: access withdrawn there pauses; the same account takes up what waited, another begins anew', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada, 'bob@otherfolio.example')
  await other.revoke('bob@otherfolio.example')
  const waited = await ada.record({ title: 'Waited for consent', status: 'completed' })
  await eventually('it is paused', async () => (await ada.ask(listConnections)).connections[0]?.state === 'paused')
  const more = await ada.record({ title: 'Completed meanwhile', status: 'completed' })
  expect(await ada.ask(checkConnection, { params: { connectionId: connection.id }, body: {} })).toMatchObject({
    alive: false,
    words: expect.stringContaining('Connect again'),
  })
  const same = await connect(ada, 'bob@otherfolio.example')
  expect(same.id).toBe(connection.id)
  await eventually('both are sent', async () => (await stateOf(ada, waited.id)) === 'sent' && (await stateOf(ada, more.id)) === 'sent')

  const another = await connect(ada, 'ada@otherfolio.example')
  expect(another).toMatchObject({ waiting: 0, lastSuccessAt: null })
  expect(another.id).not.toBe(connection.id)
  expect(there(another)).toEqual([])
})

test('X1, X8: refusing there comes back plainly, and a way back is used once, by who began it', async () => {
  const [ada, bob] = await at.clinicians(2)
  const refused = await wayBack(ada!, 'ada@otherfolio.example', 'refuse')
  expect((await ada!.refused(finishConnecting, { body: { search: refused.search } }, 'not_allowed')).title).toContain(
    'You did not give access',
  )
  const back = await wayBack(ada!)
  await bob!.refused(finishConnecting, { body: { search: back.search } }, 'not_allowed')
  const forged = new URLSearchParams(back.search)
  forged.set('state', 'made up')
  await ada!.refused(finishConnecting, { body: { search: forged.toString() } }, 'not_allowed')
  await ada!.ask(finishConnecting, { body: { search: back.search } })
  await ada!.refused(finishConnecting, { body: { search: back.search } }, 'not_allowed')
  const elsewhere = await wayBack(ada!)
  const mixedUp = new URLSearchParams(elsewhere.search)
  mixedUp.set('iss', 'http://127.0.0.1:1')
  await ada!.refused(finishConnecting, { body: { search: mixedUp.toString() } }, 'not_allowed')
  const wrongCode = await wayBack(ada!)
  const swapped = new URLSearchParams(wrongCode.search)
  swapped.set('code', 'a-code-of-somebody-else')
  await ada!.refused(finishConnecting, { body: { search: swapped.toString() } }, 'not_allowed')
})

test('X4: only the OAuth and the delivery endpoints are called', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  // From here on nobody but the server calls.
  other.standIn.faults.forgetCalls()
  const item = await ada.record({ title: 'One way', status: 'completed' })
  await eventually('it is sent', async () => (await stateOf(ada, item.id)) === 'sent')
  await ada.ask(checkConnection, { params: { connectionId: connection.id }, body: {} })
  await ada.ask(disconnect, { params: { connectionId: connection.id } })
  const called = () => new Set(other.standIn.faults.calls.map((call) => `${call.method} ${call.path}`))
  await eventually('the access is given up', () => called().has('POST /oauth/revoke'))
  expect([...called()].filter((call) => !/^GET \/(\.well-known\/openid-configuration|oauth\/jwks)$/.test(call)).toSorted()).toEqual([
    'POST /api/cpd-items',
    'POST /oauth/revoke',
    'POST /oauth/token',
  ])
})

test('X6, X12: a connection whose key is gone can still be disconnected, and connected again', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const gone = { access_token: 'gone.AAAA.AAAA', refresh_token: 'gone.AAAA.AAAA' }
  await at.house.db.updateTable('connection').set(gone).where('owner_id', '=', ada.id).execute()
  await ada.ask(disconnect, { params: { connectionId: connection.id } })
  const again = await connect(ada)
  expect(again).toMatchObject({ id: connection.id, state: 'active' })
  const item = await ada.record({ title: 'With a new key', status: 'completed' })
  await eventually('it is sent', async () => (await stateOf(ada, item.id)) === 'sent')
})
