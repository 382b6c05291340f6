import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { historyOfItem, tagItems } from '#domain/portfolio/contract.ts'
import { coverageOfTagSet, creditsOverTime } from '#domain/portfolio/overview-contract.ts'
import { deleteTag, listTags, mergeTags, renameTag, tagCounts, type TagRef } from '#domain/portfolio/tag-contract.ts'
import { house } from '../../../tests/support/house.ts'

const at = house()
const labels = (tags: readonly TagRef[]) => tags.map((tag) => tag.label)

describe('tagging', () => {
  test('P5: a tag differing only by case, accent or spaces is the tag that is there', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'One', tags: [{ label: 'Café  culture' }] })
    await ada.record({ title: 'Two', tags: [{ label: 'cafe culture' }] })
    await ada.record({ title: 'Three', tags: [{ label: 'CAFÉ culture' }, { label: 'café CULTURE' }] })
    const { tags } = await ada.ask(listTags)
    expect(tags).toMatchObject([{ label: 'Café culture', items: 3 }])
  })

  test('P5: tags are a person’s own', async () => {
    const [ada, bob] = await at.clinicians(2)
    await ada!.record({ title: 'Hers', tags: [{ label: 'Diabetes' }] })
    expect((await bob!.ask(listTags)).tags).toEqual([])
    const tag = (await ada!.ask(listTags)).tags[0]!
    const item = await bob!.record({ title: 'His' })
    const body = { items: [item.id], add: [{ id: tag.id }] }
    await bob!.refused(tagItems, { body }, 'invalid_input')
  })

  test('P6: a tag of a set is known by set and code, and stays when the set is switched off', async () => {
    const ada = await at.clinician()
    await ada.ask(savePreferences, { body: { tagSets: ['gmp-2024', 'rcgp-2025'] } })
    const item = await ada.record({
      title: 'One',
      tags: [{ setId: 'rcgp-2025', code: '1' }, { setId: 'rcgp-2019', code: '1' }, { label: 'Fitness to practise' }],
    })
    expect(item.tags.map((tag) => [tag.setId, tag.code])).toEqual(
      expect.arrayContaining([
        ['rcgp-2025', '1'],
        ['rcgp-2019', '1'],
        [null, null],
      ]),
    )
    await ada.ask(savePreferences, { body: { tagSets: [] } })
    expect((await ada.list()).items[0]?.tags).toHaveLength(3)
  })

  test('P6: a code the set does not have is refused', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'One' })
    await ada.refused(tagItems, { body: { items: [item.id], add: [{ setId: 'rcgp-2025', code: 'nope' }] } }, 'invalid_input')
  })

  test('P14: several rows are tagged and untagged at once', async () => {
    const ada = await at.clinician()
    const items = await Promise.all(['a', 'b', 'c'].map((title) => ada.record({ title })))
    const ids = items.map((item) => item.id)
    const { changed, tags } = await ada.ask(tagItems, { body: { items: ids, add: [{ label: 'Audit' }] } })
    expect([changed, labels(tags)]).toEqual([3, ['Audit']])
    await ada.ask(tagItems, { body: { items: ids.slice(0, 2), remove: [tags[0]!.id] } })
    const rows = (await ada.list({ sort: 'title', order: 'asc' })).items
    expect(rows.map((row) => labels(row.tags))).toEqual([[], [], ['Audit']])
  })

  test('P5: a tag typed in the words of a set’s tag that is there is that tag', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'One', tags: [{ setId: 'gmc-gpc', code: '1' }] })
    await ada.ask(tagItems, { body: { items: [item.id], add: [{ label: 'professional VALUES and behaviours' }] } })
    expect((await ada.ask(listTags)).tags).toHaveLength(1)
  })

  test('P5: renaming a tag while another is being put on loses neither', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Shared', tags: [{ label: 'A' }, { label: 'B' }] })
    const tag = (await ada.ask(listTags)).tags.find((one) => one.label === 'A')!
    for (let round = 0; round < 10; round++) {
      const added = `new ${round}`
      await Promise.all([
        ada.ask(tagItems, { body: { items: [item.id], add: [{ label: added }] } }),
        ada.ask(renameTag, { params: { tagId: tag.id }, body: { label: `A${round}` } }),
      ])
      expect(labels((await ada.list()).items[0]!.tags)).toEqual(expect.arrayContaining([added, `A${round}`, 'B']))
    }
  })

  test('A9: what happens to a tag stands in the history of the items that bore it', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'One', tags: [{ label: 'Sugar' }] })
    const tag = (await ada.ask(listTags)).tags[0]!
    await ada.ask(renameTag, { params: { tagId: tag.id }, body: { label: 'Diabetes' } })
    await ada.ask(deleteTag, { params: { tagId: tag.id } })
    const { entries } = await ada.ask(historyOfItem, { params: { id: item.id } })
    expect(entries.map((entry) => entry.changes.filter((change) => change.field === 'tags'))).toEqual([
      [{ field: 'tags', before: 'Diabetes', after: '' }],
      [{ field: 'tags', before: 'Sugar', after: 'Diabetes' }],
      [{ field: 'tags', before: '', after: 'Sugar' }],
    ])
  })

  test('P5: two devices tagging the same item at once lose neither tag', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Shared' })
    await Promise.all(['One', 'Two', 'Three', 'one'].map((label) => ada.ask(tagItems, { body: { items: [item.id], add: [{ label }] } })))
    const borne = labels((await ada.list()).items[0]!.tags)
    // Whichever of 'One' and 'one' came first gave the tag its spelling.
    expect(borne.map((label) => label.toLowerCase())).toEqual(['one', 'three', 'two'])
  })
})

describe('narrowing', () => {
  test('P7: choosing more tags narrows to the rows that bear all, and counts say how many would remain', async () => {
    const ada = await at.clinician()
    const tag = (...names: string[]) => names.map((label) => ({ label }))
    await ada.record({ title: 'All three', tags: tag('diabetes', 'obesity', 'risk') })
    await ada.record({ title: 'Two', tags: tag('diabetes', 'obesity') })
    await ada.record({ title: 'One', tags: tag('diabetes') })
    await ada.record({ title: 'None' })
    const ids = Object.fromEntries((await ada.ask(listTags)).tags.map((one) => [one.label, one.id]))
    const countsFor = async (tags: string[]) => {
      const counts = await ada.ask(tagCounts, { query: { tags } })
      return [counts.items, Object.fromEntries(counts.tags.map((one) => [one.label, one.items]))]
    }
    expect(await countsFor([])).toEqual([4, { diabetes: 3, obesity: 2, risk: 1 }])
    expect(await countsFor([ids['diabetes']!, ids['obesity']!])).toEqual([2, { diabetes: 2, obesity: 2, risk: 1 }])
    for (const [label, id] of Object.entries(ids)) {
      const [, counts] = await countsFor([ids['diabetes']!])
      const { totals } = await ada.list({ tags: [ids['diabetes']!, id] })
      expect(totals?.items, label).toBe((counts as Record<string, number>)[label])
    }
  })

  test('P13: a type is counted and filtered like a tag', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'Read', type: 'reading' })
    await ada.record({ title: 'Went', type: 'course' })
    expect((await ada.ask(tagCounts)).types).toMatchObject([
      { type: 'course', items: 1 },
      { type: 'reading', items: 1 },
    ])
    expect((await ada.list({ type: 'course' })).items.map((row) => row.title)).toEqual(['Went'])
  })
})

describe('keeping tags in order', () => {
  test('P5: renaming shows on every row and in search', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'One', tags: [{ label: 'Sugar' }] })
    const tag = (await ada.ask(listTags)).tags[0]!
    await ada.ask(renameTag, { params: { tagId: tag.id }, body: { label: 'Diabetes' } })
    expect(labels((await ada.list({ search: 'diabetes' })).items[0]!.tags)).toEqual(['Diabetes'])
    expect((await ada.list({ search: 'sugar' })).items).toEqual([])
  })

  test('P5: a name that another tag has is refused with that tag, and the two can be merged', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'Both', tags: [{ label: 'Diabetes' }, { label: 'DM' }] })
    await ada.record({ title: 'One', tags: [{ label: 'DM' }] })
    const ids = Object.fromEntries((await ada.ask(listTags)).tags.map((one) => [one.label, one.id]))
    const problem = await ada.refused(renameTag, { params: { tagId: ids['DM']! }, body: { label: 'diabétes' } }, 'already_exists')
    expect(problem.details?.['tag']).toMatchObject({ id: ids['Diabetes'] })
    await ada.ask(mergeTags, { params: { tagId: ids['DM']! }, body: { into: ids['Diabetes']! } })
    expect((await ada.ask(listTags)).tags).toMatchObject([{ label: 'Diabetes', items: 2 }])
    expect((await ada.list()).items.map((row) => labels(row.tags))).toEqual([['Diabetes'], ['Diabetes']])
  })

  test('P5: a deleted tag leaves its rows', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'Stays', tags: [{ label: 'Gone' }] })
    const tag = (await ada.ask(listTags)).tags[0]!
    expect(await ada.ask(deleteTag, { params: { tagId: tag.id } })).toEqual({ untagged: 1 })
    expect((await ada.list()).items).toMatchObject([{ title: 'Stays', tags: [] }])
  })

  test('P6: a tag of a set keeps its name', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'One', tags: [{ setId: 'nmc-code', code: '1' }] })
    const tag = (await ada.ask(listTags)).tags[0]!
    await ada.refused(renameTag, { params: { tagId: tag.id }, body: { label: 'Mine' } }, 'not_allowed')
  })

  test('A11: another’s tag is not there', async () => {
    const [ada, bob] = await at.clinicians(2)
    await ada!.record({ title: 'x', tags: [{ label: 'Hers' }] })
    const tag = (await ada!.ask(listTags)).tags[0]!
    await bob!.refused(deleteTag, { params: { tagId: tag.id } }, 'not_found')
    await bob!.refused(renameTag, { params: { ownerId: ada!.id, tagId: tag.id }, body: { label: 'x' } }, 'not_found')
    await bob!.refused(mergeTags, { params: { tagId: uuidv7() }, body: { into: uuidv7() } }, 'not_found')
  })
})

describe('pictures', () => {
  test('P16: credits by month and by tag add up to the total, and an untagged item stands apart', async () => {
    const ada = await at.clinician()
    await ada.completed({ title: 'A', completedOn: '2026-01-10', personal: 100, tags: [{ label: 'x' }] })
    await ada.completed({ title: 'B', completedOn: '2026-01-20', personal: 50, impact: 25 })
    await ada.completed({ title: 'C', completedOn: '2026-03-01', personal: 25, tags: [{ label: 'x' }] })
    await ada.record({ title: 'D', personal: 900, startedOn: '2026-03-05' })
    const spread = await ada.ask(creditsOverTime)
    expect(spread.months).toEqual([
      { month: '2026-01', counted: 150, impact: 25, items: 2 },
      { month: '2026-03', counted: 25, impact: 0, items: 1 },
    ])
    expect(spread.tags).toMatchObject([{ label: 'x', counted: 125, items: 2 }])
    expect(spread.untagged).toEqual({ counted: 50, impact: 25, items: 1 })
  })

  test('P16: coverage shows which entries of a set have evidence and which have none', async () => {
    const ada = await at.clinician()
    await ada.completed({ title: 'A', tags: [{ setId: 'nmc-code', code: '1' }] })
    await ada.record({ title: 'B', tags: [{ setId: 'nmc-code', code: '1' }] })
    const { entries } = await ada.ask(coverageOfTagSet, { params: { setId: 'nmc-code' } })
    expect(entries.map((entry) => [entry.code, entry.items, entry.completed])).toEqual([
      ['1', 2, 1],
      ['2', 0, 0],
      ['3', 0, 0],
      ['4', 0, 0],
    ])
    await ada.refused(coverageOfTagSet, { params: { setId: 'no-such-set' } }, 'not_found')
  })
})
