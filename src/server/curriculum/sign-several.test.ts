import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { headLine } from '#domain/accounts/chain-words.ts'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { readCurriculumItem } from '#domain/curriculum/contract.ts'
import { signOffItems } from '#domain/curriculum/sign-several-contract.ts'
import { chainKeyOf, chainOf, signedHead } from '#server/accounts/chain-queries.ts'
import { assess, basisFor, evidence, supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { lettersTo } from '../../../tests/support/programme.ts'

const at = house()

/** A trainee with evidence for two items and their own view of the first alone, and their supervisor. */
async function people() {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  for (const title of ['ACAT take', 'CbD bleed']) await evidence(tara, ['C1', 'C2'], { title })
  await assess(tara, 'C1', '3')
  return { tara, esme, params: { ownerId: tara.id } }
}

const answerFor = async (esme: Person, tara: Person, code: string, more: object = {}) => ({
  code,
  id: uuidv7(),
  basis: await basisFor(esme, tara, code),
  answer: 'signed off at level',
  level: '3',
  note: 'Seen all year.',
  ...more,
})
const NOT_ASSESSED = { reasons: { 'no self-assessment': 'Seen by me twice.' } }

test('T19, H3: several are signed as one act: a link of the chain each, and one mail that counts them', async () => {
  const { tara, esme, params } = await people()
  const signOffs = [await answerFor(esme, tara, 'C1'), await answerFor(esme, tara, 'C2', NOT_ASSESSED)]
  const { outcomes } = await esme.ask(signOffItems, { params, body: { signOffs } })
  const all = [
    { code: 'C1', chainNumber: 1, refused: null },
    { code: 'C2', chainNumber: 2, refused: null },
  ]
  expect(outcomes).toEqual(all)
  const key = chainKeyOf(at.house.config)
  const chain = await chainOf(at.house.db, tara.id)
  const head = (await signedHead(at.house.db, key, tara.id))!
  expect((await verifyChain(chain, { head, publicKey: key.publicKey })).faults).toEqual([])
  expect(chain.records.map(({ text }) => JSON.parse(text).item.code)).toEqual(['C1', 'C2'])

  const [mail, ...more] = await lettersTo(at, tara)
  expect(more).toEqual([])
  expect(mail!.subject).toBe('2 items of your curriculum answered')
  for (const line of ['has answered for 2 items', headLine(head)]) expect(mail!.body_text).toContain(line)
  expect(mail!.body_text).toMatch(/^C1 .+, IMY2: May act under indirect supervision/m)
  expect(mail!.body_text).toMatch(/^C2 .+, IMY2: May act under indirect supervision/m)
  expect(mail!.body_text).not.toMatch(/Seen by me|Seen all year|ACAT/)

  // Sent again, as after a lost answer: the same, and no other mail.
  expect((await esme.ask(signOffItems, { params, body: { signOffs } })).outcomes).toEqual(all)
  expect(await lettersTo(at, tara)).toHaveLength(1)
  expect((await chainOf(at.house.db, tara.id)).links).toHaveLength(2)
})

test('T19, T9: what is refused says why at its field, and the rest is signed, with the mail of one', async () => {
  const { tara, esme, params } = await people()
  const signOffs = [
    await answerFor(esme, tara, 'C2'),
    await answerFor(esme, tara, 'C3'),
    { ...(await answerFor(esme, tara, 'C1')), basis: 'something else' },
    await answerFor(esme, tara, 'C1', { code: 'C99' }),
  ]
  const first = await esme.ask(signOffItems, { params, body: { signOffs } })
  expect(first.outcomes.map(({ chainNumber, refused }) => [chainNumber, refused?.code, refused?.fields.map(({ path }) => path)])).toEqual([
    [null, 'invalid_input', ['reasons.no self-assessment']],
    [null, 'invalid_input', ['answer']],
    [null, 'stale_version', []],
    [null, 'not_found', []],
  ])
  expect(await lettersTo(at, tara)).toEqual([])

  const again = [await answerFor(esme, tara, 'C2'), await answerFor(esme, tara, 'C1')]
  const second = await esme.ask(signOffItems, { params, body: { signOffs: again } })
  expect(second.outcomes.map(({ chainNumber, refused }) => [chainNumber, refused?.message])).toEqual([
    [null, 'Why sign off before the trainee’s own assessment?'],
    [1, undefined],
  ])
  expect((await lettersTo(at, tara)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^C1 .+: signed off$/)])
  const { signOffs: signed } = await esme.ask(readCurriculumItem, { params: { ...params, code: 'C1' } })
  expect(signed).toMatchObject([{ id: again[1]!.id, level: '3', note: 'Seen all year.', chainNumber: 1 }])
})

test('T19: who may sign nothing is refused whole, and nobody sends an item twice', async () => {
  const { tara, esme, params } = await people()
  const one = await answerFor(esme, tara, 'C1')
  await tara.refused(signOffItems, { params, body: { signOffs: [one] } }, 'not_allowed')
  const twice = { params, body: { signOffs: [one, { ...one, id: uuidv7() }] } }
  expect((await esme.refused(signOffItems, twice, 'invalid_input')).fields.map(({ message }) => message)).toEqual([
    'Each item is signed once at a time.',
  ])
  await esme.refused(signOffItems, { params, body: { signOffs: [] } }, 'invalid_input')
  const [first, second] = await Promise.all([1, 2].map(() => esme.ask(signOffItems, { params, body: { signOffs: [one] } })))
  expect(first).toEqual(second)
  expect(await lettersTo(at, tara)).toHaveLength(1)
})
