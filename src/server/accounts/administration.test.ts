import { expect, test } from 'vitest'
import { currentSession } from '#domain/accounts/contract.ts'
import { becomeFirstAdministrator, endCairnRole, giveCairnRole, listRoles } from '#domain/accounts/role-contract.ts'
import { appoint, inDays } from '../../../tests/support/related.ts'
import { house } from '../../../tests/support/house.ts'
import { firstAdministratorLink } from './first-administrator.ts'

const at = house()
const tokenIn = (link: string | null) => new URL(link!).searchParams.get('token')!

test('A7: the first system administrator is made by the newest link, which works once and is kept hashed', async () => {
  const [ada, bob] = await at.clinicians(2)
  const before = tokenIn(await firstAdministratorLink(at.house))
  const token = tokenIn(await firstAdministratorLink(at.house))
  const kept = await at.house.db.selectFrom('first_administrator_link').selectAll().execute()
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(token)

  await ada!.refused(becomeFirstAdministrator, { body: { token: before } }, 'link_expired')
  await ada!.refused(becomeFirstAdministrator, { body: { token: 'guessed' } }, 'link_expired')
  await at.nobody().refused(becomeFirstAdministrator, { body: { token } }, 'not_signed_in')
  await ada!.refused(becomeFirstAdministrator, { params: { ownerId: bob!.id }, body: { token } }, 'not_found')
  await ada!.refused(listRoles, {}, 'not_allowed')

  const [one, other] = await Promise.all([ada!, bob!].map((person) => person.send(becomeFirstAdministrator, { body: { token } })))
  expect([one!.statusCode, other!.statusCode].sort((a, b) => a - b)).toEqual([200, 410])
  const first = one!.statusCode === 200 ? ada! : bob!
  expect((await first.ask(listRoles)).holders).toMatchObject([{ role: 'system administrator', email: first.email, until: null }])
  expect((await first.ask(currentSession)).person).toMatchObject({ hasTraining: true })
  expect(await firstAdministratorLink(at.house)).toBeNull()
})

test('A7, N1: a system administrator makes administrators and publishers by their exact address, and ends them', async () => {
  const [root, grace] = await at.clinicians(2)
  await appoint(at.house, root!.id, 'system administrator', '', { until: null })
  const give = { email: grace!.email.toUpperCase(), role: 'college administrator', from: inDays(0), until: null }
  await root!.ask(giveCairnRole, { body: give })
  expect((await root!.refused(giveCairnRole, { body: give }, 'already_exists')).title).toBe('They have this already.')
  const unknown = await root!.refused(giveCairnRole, { body: { ...give, email: 'nobody@example.org' } }, 'invalid_input')
  expect(unknown.fields).toEqual([{ path: 'email', message: expect.stringContaining('ask them to register first') }])
  const mine = await root!.refused(giveCairnRole, { body: { ...give, email: root!.email } }, 'invalid_input')
  expect(mine.fields).toEqual([{ path: 'email', message: 'Somebody else must give you this.' }])

  const { holders } = await root!.ask(listRoles)
  const held = holders.find(({ email }) => email === grace!.email)!
  expect(held).toMatchObject({ role: 'college administrator', phase: 'during' })
  await root!.ask(endCairnRole, { params: { roleId: held.id }, body: { until: inDays(-1) } })
  expect((await root!.ask(listRoles)).holders.map(({ email }) => email)).not.toContain(grace!.email)
})

test('A7: who has not confirmed their address cannot be made anything', async () => {
  const root = await at.clinician()
  await appoint(at.house, root.id, 'system administrator', '', { until: null })
  const later = await at.clinician()
  await at.house.db.updateTable('auth.user').set({ email_verified: false }).where('id', '=', later.id).execute()
  await root.refused(giveCairnRole, { body: { email: later.email, role: 'publisher', from: inDays(0), until: null } }, 'invalid_input')
})
