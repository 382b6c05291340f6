import fc from 'fast-check'
import { expect, test } from 'vitest'
import { totalsThrough } from '#domain/portfolio/overview-contract.ts'
import { totalThrough, type Credited } from '#domain/portfolio/credits.ts'
import { STATUSES } from '#domain/portfolio/item.ts'
import { tagCounts, listTags } from '#domain/portfolio/tag-contract.ts'
import { house } from '../../../tests/support/house.ts'

const at = house()

const LENSES = ['rcgp', 'eaccme', 'racgp'] as const
const amount = fc.option(fc.integer({ min: 0, max: 99_999 }), { nil: null })
const history = fc.array(
  fc.record({
    status: fc.constantFrom(...STATUSES),
    personal: amount,
    impact: amount,
    awards: fc.dictionary(fc.constantFrom(...LENSES), fc.integer({ min: 0, max: 99_999 }), { maxKeys: 3 }),
    tags: fc.subarray(['red', 'green', 'blue']),
  }),
  { maxLength: 12 },
)

test('C6 C11: over random histories the database’s totals are those of the rule, through every organisation', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (items) => {
      const ada = await at.clinician()
      for (const [index, { awards, tags, ...item }] of items.entries()) {
        const recorded = await ada.record({ title: `Item ${index}`, ...item, tags: tags.map((label) => ({ label })) })
        for (const [accreditor, hundredths] of Object.entries(awards)) await ada.award(recorded.id, accreditor, hundredths)
      }
      const credited: Credited[] = items.map((item) => ({ ...item, awards: new Map(Object.entries(item.awards)) }))
      for (const lens of [null, ...LENSES]) {
        const { counted, impact, notCounted } = await ada.ask(totalsThrough, { query: { accreditor: lens ?? undefined } })
        expect({ counted, impact, notCounted }).toEqual(totalThrough(lens, credited))
      }
      const { tags } = await ada.ask(listTags)
      for (const tag of tags) {
        const bearing = items.filter((item) => item.tags.includes(tag.label))
        expect((await ada.list({ tags: [tag.id] })).totals?.items).toBe(bearing.length)
        const counts = await ada.ask(tagCounts, { query: { tags: [tag.id] } })
        for (const other of counts.tags) expect(other.items).toBe(bearing.filter((item) => item.tags.includes(other.label)).length)
      }
    }),
    { numRuns: 12 },
  )
})
