import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { saveDraft, savePreferences } from '#domain/accounts/profile-contract.ts'
import {
  amendItem,
  answerChangeCheck,
  binItems,
  copyItem,
  eraseItems,
  historyOfItem,
  itemById,
  listItems,
  planChangeCheck,
  recordItem,
  restoreItems,
} from '#domain/portfolio/contract.ts'
import { homeOverview, totalsThrough } from '#domain/portfolio/overview-contract.ts'
import { tagCounts } from '#domain/portfolio/tag-contract.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { exportCsv } from '#domain/reports/contract.ts'
import { dayIn, addMonths } from '#domain/plain-date.ts'
import { recordCertificate } from '#domain/training/papers-contract.ts'
import { evidence, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'

const at = house()
const today = () => dayIn('Europe/London', Date.now())

describe('recording', () => {
  test('P2: an item needs a title and nothing else', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: '  Sepsis in adults  ' })
    expect(item).toMatchObject({ title: 'Sepsis in adults', status: 'not started', type: null, personal: null, completedOn: null })
    expect((await ada.list()).items.map((row) => row.title)).toEqual(['Sepsis in adults'])
  })

  test.each([
    ['', 'Give it a title.'],
    ['   ', 'Give it a title.'],
    ['x'.repeat(501), 'A title can have 500 characters at most.'],
  ])('P2: a title of %j is refused at its field', async (title, message) => {
    const ada = await at.clinician()
    const problem = await ada.refused(recordItem, { body: { id: uuidv7(), title } }, 'invalid_input')
    expect(problem.fields).toContainEqual({ path: 'title', message })
  })

  test('P2: 500 characters and one are a title', async () => {
    const ada = await at.clinician()
    expect((await ada.record({ title: 'é'.repeat(500) })).title).toHaveLength(500)
    expect((await ada.record({ title: 'A' })).title).toBe('A')
  })

  test('P2: the same item sent twice is one row', async () => {
    const ada = await at.clinician()
    const body = { id: uuidv7(), title: 'Sent twice' }
    await Promise.all([ada.ask(recordItem, { body }), ada.ask(recordItem, { body })])
    await ada.ask(recordItem, { body })
    expect((await ada.list()).items).toHaveLength(1)
  })

  test.each([
    ['link', 'javascript:alert(1)', 'This is not a web address. It begins with https:// or http://.'],
    ['link', 'data:text/html,hello', 'This is not a web address. It begins with https:// or http://.'],
    ['personal', 10.5, 'Credits go in steps of a hundredth: 0.25, 1.5 or 2.'],
    ['personal', 100_000, 'Credits go from 0.00 to 999.99.'],
    ['completedOn', '2026-04-31', 'This is not a day of the calendar. Write it as 2026-03-31.'],
  ])('N1: %s %j is refused at its field in words', async (field, value, message) => {
    const ada = await at.clinician()
    const problem = await ada.refused(recordItem, { body: { id: uuidv7(), title: 'Bad', [field]: value } }, 'invalid_input')
    expect(problem.fields).toContainEqual({ path: field, message })
    expect((await ada.list()).items).toHaveLength(0)
  })

  test('P4: completed before started is refused at its field', async () => {
    const ada = await at.clinician()
    const body = { id: uuidv7(), title: 'Backwards', startedOn: '2026-03-02', completedOn: '2026-03-01' }
    expect((await ada.refused(recordItem, { body }, 'invalid_input')).fields[0]?.path).toBe('completedOn')
  })

  test('N1: NUL and half a character are left out, and nothing else of what was typed', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'a\0b \ud83d', notes: 'half \ude00 of 😀', tags: [{ label: 'x\0y' }] })
    expect(item).toMatchObject({ title: 'ab \ufffd', notes: 'half \ufffd of 😀' })
    expect(item.tags[0]?.label).toBe('xy')
    expect((await ada.list({ search: 'a\0b' })).items).toHaveLength(1)
  })

  test('P4: a completed date on what is not completed is refused, not dropped', async () => {
    const ada = await at.clinician()
    const body = { id: uuidv7(), title: 'x', status: 'in progress', completedOn: '2026-01-05' }
    expect((await ada.refused(recordItem, { body }, 'invalid_input')).fields[0]?.path).toBe('completedOn')
    const early = { id: uuidv7(), title: 'x', status: 'completed', startedOn: '2099-01-05' }
    expect((await ada.refused(recordItem, { body: early }, 'invalid_input')).fields[0]?.path).toBe('startedOn')
  })

  test('P2, P5: a title or a tag of signs without a width is none', async () => {
    const ada = await at.clinician()
    const nothing = '\u200b\u200d\ufeff'
    const problem = await ada.refused(recordItem, { body: { id: uuidv7(), title: nothing } }, 'invalid_input')
    expect(problem.fields).toEqual([{ path: 'title', message: 'Give it a title.' }])
    await ada.refused(recordItem, { body: { id: uuidv7(), title: 'x', tags: [{ label: nothing }] } }, 'invalid_input')
  })

  test('P12: an address as people copy it, without its scheme, leads there', async () => {
    const ada = await at.clinician()
    expect((await ada.record({ title: 'x', link: 'www.nice.org.uk/guidance' })).link).toBe('https://www.nice.org.uk/guidance')
    await ada.refused(recordItem, { body: { id: uuidv7(), title: 'x', link: 'javascript:www.nice.org.uk' } }, 'invalid_input')
  })

  test('P13: the type of modules is not the owner’s to give', async () => {
    const ada = await at.clinician()
    const problem = await ada.refused(recordItem, { body: { id: uuidv7(), title: 'x', type: 'learning module' } }, 'invalid_input')
    expect(problem.fields[0]?.path).toBe('type')
  })

  test('N6: today is the owner’s day, not the server’s', async () => {
    const far = await at.clinician({ timeZone: 'Pacific/Kiritimati' })
    const item = await far.record({ title: 'Done', status: 'completed' })
    expect(item.completedOn).toBe(dayIn('Pacific/Kiritimati', Date.now()))
  })
})

describe('amending', () => {
  test('P2: everything can be filled in later', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Later' })
    const body = {
      version: item.version,
      type: 'course',
      notes: 'Line one\r\nline two',
      personal: 150,
      personalReason: 'Half a day',
      impact: 25,
    } as const
    const amended = await ada.ask(amendItem, { params: { id: item.id }, body })
    expect(amended).toMatchObject({ type: 'course', notes: 'Line one\nline two', personal: 150, impact: 25, version: item.version + 1 })
  })

  test('P19: the later save is shown both versions and overwrites nothing', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Two windows' })
    await ada.ask(amendItem, { params: { id: item.id }, body: { version: item.version, notes: 'from the first' } })
    const body = { version: item.version, notes: 'from the second' }
    const problem = await ada.refused(amendItem, { params: { id: item.id }, body }, 'stale_version')
    expect(problem.details?.['current']).toMatchObject({ notes: 'from the first', version: item.version + 1 })
    expect((await ada.ask(itemById, { params: { id: item.id } })).notes).toBe('from the first')
  })

  test('P19: of two saves at the same moment one is told', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'At once' })
    const save = (notes: string) => ada.send(amendItem, { params: { id: item.id }, body: { version: item.version, notes } })
    const codes = (await Promise.all([save('a'), save('b'), save('c')])).map((answer) => answer.statusCode)
    expect(codes.sort((a, b) => a - b)).toEqual([200, 409, 409])
  })

  test('C3: an award closes the personal credits; what was typed comes back with None', async () => {
    const ada = await at.clinician({ accreditor: 'rcgp' })
    const item = await ada.completed({ title: 'Accredited', personal: 75, awards: { rcgp: 100 } })
    const seen = await ada.ask(itemById, { params: { id: item.id } })
    expect(seen.can.closed['personal']).toBeTruthy()
    const body = { version: seen.version, personal: 200 }
    expect((await ada.refused(amendItem, { params: { id: item.id }, body }, 'invalid_input')).fields[0]?.path).toBe('personal')
    await ada.ask(savePreferences, { body: { accreditorId: null } })
    expect((await ada.list()).items[0]).toMatchObject({ personal: 75, awarded: null })
    await ada.ask(amendItem, { params: { id: item.id }, body })
  })

  test('P4: the status of a module is the learning side’s', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'A module' })
    await at.house.db.updateTable('item').set({ kind: 'module' }).where('owner_id', '=', ada.id).where('id', '=', item.id).execute()
    for (const change of [{ status: 'completed' }, { completedOn: today() }, { type: 'reading' }]) {
      await ada.refused(amendItem, { params: { id: item.id }, body: { version: item.version, ...change } }, 'invalid_input')
    }
    await ada.ask(amendItem, { params: { id: item.id }, body: { version: item.version, notes: 'my own words stay mine' } })
  })

  test('P21: a copy takes the words and tags and leaves what happened', async () => {
    const ada = await at.clinician()
    const item = await ada.completed({
      title: 'Journal club',
      type: 'meeting',
      personal: 100,
      impact: 50,
      notes: 'n',
      tags: [{ label: 'Teaching' }],
    })
    const copy = await ada.ask(copyItem, { params: { id: item.id }, body: { id: uuidv7() } })
    expect(copy).toMatchObject({
      title: 'Journal club',
      type: 'meeting',
      personal: 100,
      impact: null,
      status: 'not started',
      source: 'copied',
    })
    expect(copy.tags.map((tag) => tag.label)).toEqual(['Teaching'])
  })
})

describe('the list', () => {
  test('P8: the learning date is completed, else started, else the day it was added', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'Added' })
    await ada.record({ title: 'Started', startedOn: '2026-01-10', status: 'in progress' })
    await ada.record({ title: 'Done', startedOn: '2026-01-10', completedOn: '2026-02-20' })
    const dates = Object.fromEntries((await ada.list()).items.map((row) => [row.title, row.learnedOn]))
    expect(dates).toEqual({ Added: today(), Started: '2026-01-10', Done: '2026-02-20' })
  })

  test('P8: From and To include both days', async () => {
    const ada = await at.clinician()
    for (const day of ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'])
      await ada.completed({ title: day, completedOn: day, personal: 100 })
    const { items, totals } = await ada.list({ from: '2026-02-01', to: '2026-02-28' })
    expect(items.map((row) => row.title)).toEqual(['2026-02-28', '2026-02-01'])
    expect(totals).toMatchObject({ counted: 200, items: 2, completed: 2 })
  })

  test('P9: pages follow each other without skipping or doubling, whatever the order', async () => {
    const ada = await at.clinician({ accreditor: 'rcgp' })
    for (let i = 0; i < 120; i++) {
      await ada.completed({
        title: `Item ${i % 7}`,
        completedOn: `2026-01-${String((i % 3) + 1).padStart(2, '0')}`,
        ...(i % 4 === 0 ? {} : { personal: (i % 5) * 25 }),
        ...(i % 6 === 0 ? { awards: { rcgp: 100 } } : {}),
      })
    }
    for (const sort of [
      'learned',
      'title',
      'type',
      'status',
      'tags',
      'started',
      'completed',
      'credits',
      'impact',
      'files',
      'source',
      'link',
    ]) {
      for (const order of ['asc', 'desc']) {
        const ids: string[] = []
        let after: string | undefined
        do {
          const page = await ada.list({ sort, order, after })
          ids.push(...page.items.map((row) => row.id))
          after = page.next ?? undefined
        } while (after !== undefined)
        expect(new Set(ids).size, `${sort} ${order}`).toBe(120)
        expect(ids).toHaveLength(120)
      }
    }
  })

  test('N1: an unknown sort and a cursor of another order are refused in words', async () => {
    const ada = await at.clinician()
    expect((await ada.refused(listItems, { query: { sort: 'colour' } }, 'invalid_input')).fields[0]).toEqual({
      path: 'sort',
      message: 'The table cannot be sorted by that.',
    })
    await ada.refused(listItems, { query: { after: 'nonsense' } }, 'invalid_input')
    for (const [sort, key] of [
      ['learned', 'zzz'],
      ['credits', "1'"],
      ['files', '1.5'],
      ['title', '\0'],
    ] as const) {
      const order = `${sort} desc ${sort === 'credits' ? null : ''}`
      const after = Buffer.from(JSON.stringify({ order, key, id: uuidv7() })).toString('base64url')
      await ada.refused(listItems, { query: { sort, after } }, 'invalid_input')
    }
  })

  test('P9: search finds words in title, notes, impact, tags and any accent or form', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'Recognising delirium on the ward' })
    await ada.record({ title: 'Second', notes: 'Reviewed the naïve approach to opioids' })
    await ada.record({ title: 'Third', practiceAfter: 'I now prescribe laxatives' })
    await ada.record({ title: 'Fourth', tags: [{ label: 'Safeguarding' }] })
    const found = async (search: string) => (await ada.list({ search })).items.map((row) => row.title).sort()
    expect(await found('delir')).toEqual(['Recognising delirium on the ward'])
    expect(await found('naive opioid')).toEqual(['Second'])
    expect(await found('prescribed')).toEqual(['Third'])
    expect(await found('SAFEGUARDING')).toEqual(['Fourth'])
    expect(await found('delirium opioids')).toEqual([])
    expect(await found('NAI\u0308VE')).toEqual(['Second'])
    await ada.record({ title: 'Straße in Tromsø, l’œdème' })
    for (const typed of ['straße', 'strasse', 'tromsø', 'tromso', 'œdème', 'oedeme'])
      expect(await found(typed), typed).toEqual(['Straße in Tromsø, l’œdème'])
    expect(await found('d')).toEqual([])
    expect(await found("'; drop table item; --")).toEqual([])
    expect(await found('&|!:*()')).toEqual([])
  })

  test('P9: what signs join is found by its parts and as it stands', async () => {
    const ada = await at.clinician()
    const titles = {
      'COVID-19 update': ['COVID-19', 'covid'],
      'Asthma/COPD review': ['COPD', 'asthma/copd'],
      'IL-6 and type-2 inflammation': ['IL-6', 'type-2'],
      'Vitamin B12 0.5 mg dose': ['0.5 mg', 'b12'],
      'See www.example.org today': ['example'],
      'Sjøgren’s syndrome': ['sjøgren', 'sjogren'],
    }
    for (const title of Object.keys(titles)) await ada.record({ title })
    for (const [title, searches] of Object.entries(titles)) {
      for (const search of searches)
        expect(
          (await ada.list({ search })).items.map((row) => row.title),
          search,
        ).toContain(title)
    }
  })

  test('P12: a link is kept as typed', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Read', link: 'https://example.org/a?b=c#d' })
    expect(item.link).toBe('https://example.org/a?b=c#d')
  })
})

describe('credits', () => {
  test('C6: with an organisation chosen, personal credits stand beside the total', async () => {
    const ada = await at.clinician({ accreditor: 'rcgp' })
    await ada.completed({ title: 'Sepsis in adults', awards: { rcgp: 100 }, personal: 75 })
    await ada.completed({ title: 'Journal club', personal: 200, impact: 50 })
    await ada.record({ title: 'Begun', personal: 500, impact: 500, status: 'in progress' })
    expect((await ada.list()).totals).toEqual({ accreditorId: 'rcgp', counted: 100, impact: 50, notCounted: 200, items: 3, completed: 2 })
  })

  test('C11: the preview shows what the total would become, and changing back gives the old total', async () => {
    const ada = await at.clinician({ accreditor: null })
    await ada.completed({ title: 'One', awards: { rcgp: 100, eaccme: 150 }, personal: 75 })
    await ada.completed({ title: 'Two', personal: 200 })
    const before = (await ada.list()).totals
    const preview = await ada.ask(totalsThrough, { query: { accreditor: 'rcgp' } })
    expect(preview).toMatchObject({ counted: 100, notCounted: 200 })
    await ada.ask(savePreferences, { body: { accreditorId: 'rcgp' } })
    expect((await ada.list()).totals).toEqual(preview)
    await ada.ask(savePreferences, { body: { accreditorId: null } })
    expect((await ada.list()).totals).toEqual(before)
  })

  test('C7: hours or credits changes no number', async () => {
    const ada = await at.clinician()
    await ada.completed({ title: 'One', personal: 125 })
    const before = (await ada.list()).totals
    await ada.ask(savePreferences, { body: { unit: 'hours' } })
    expect((await ada.list()).totals).toEqual(before)
  })

  test('C1: the organisation can be changed at any time, and one that is not in the catalogue is refused', async () => {
    const ada = await at.clinician()
    for (const accreditorId of ['rcgp', 'eaccme', null]) {
      expect((await ada.ask(savePreferences, { body: { accreditorId } })).accreditorId).toBe(accreditorId)
    }
    await ada.refused(savePreferences, { body: { accreditorId: 'made-up' } }, 'invalid_input')
  })

  test('C8: awards of an organisation that has left the catalogue still count, on the page as in reports', async () => {
    const ada = await at.clinician()
    const item = await ada.completed({ title: 'Old', awards: { 'gone-college': 250 }, personal: 100 })
    await at.house.db.updateTable('preference').set({ accreditor_id: 'gone-college' }).where('owner_id', '=', ada.id).execute()
    expect((await ada.list()).totals).toMatchObject({ counted: 250, notCounted: 0 })
    expect((await ada.ask(itemById, { params: { id: item.id } })).can.closed['personal']).toContain('gone-college')
    const csv = await ada.send(exportCsv, { body: { filters: NO_FILTERS, columns: ['title', 'credits'] } })
    expect(csv.body).toContain('2.50')
  })

  test('C12: the reason for an amount is kept with it', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Long day', personal: 650, personalReason: 'Six and a half hours, breaks left out' })
    expect((await ada.ask(itemById, { params: { id: item.id } })).personalReason).toBe('Six and a half hours, breaks left out')
  })

  test('C8: a void award counts for nothing', async () => {
    const ada = await at.clinician({ accreditor: 'rcgp' })
    await ada.completed({ title: 'Retaken', awards: { rcgp: 100 } })
    await at.house.db.updateTable('credit_award').set({ voided_at: new Date() }).where('owner_id', '=', ada.id).execute()
    expect((await ada.list()).totals?.counted).toBe(0)
  })
})

describe('bin', () => {
  test('P14: binned items leave list and totals, and come back by undo', async () => {
    const ada = await at.clinician()
    const item = await ada.completed({ title: 'Oops', personal: 100 })
    expect(await ada.ask(binItems, { body: { items: [item.id] } })).toEqual({ changed: 1 })
    expect((await ada.list()).totals).toMatchObject({ items: 0, counted: 0 })
    expect((await ada.list({ bin: true })).items).toHaveLength(1)
    expect(await ada.ask(restoreItems, { body: { items: [item.id] } })).toEqual({ changed: 1 })
    expect((await ada.list()).totals).toMatchObject({ items: 1, counted: 100 })
  })

  test('P14: only what is in the bin can be deleted for good', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'Keep' })
    expect(await ada.ask(eraseItems, { body: { items: [item.id] } })).toEqual({ changed: 0 })
    await ada.ask(binItems, { body: { items: [item.id] } })
    expect(await ada.ask(eraseItems, { body: { items: [item.id] } })).toEqual({ changed: 1 })
    await ada.refused(itemById, { params: { id: item.id } }, 'not_found')
  })

  test('P14: at most 1,000 rows at once', async () => {
    const ada = await at.clinician()
    await ada.refused(binItems, { body: { items: Array.from({ length: 1001 }, () => uuidv7()) } }, 'invalid_input')
  })
})

describe('who may', () => {
  test('A11 P24: a stranger is told that there is nothing, and nothing is done', async () => {
    const [ada, bob] = await at.clinicians(2)
    const item = await ada!.completed({ title: 'Mine', personal: 100 })
    const hers = { ownerId: ada!.id, id: item.id }
    await bob!.refused(itemById, { params: hers }, 'not_found')
    await bob!.refused(listItems, { params: hers }, 'not_found')
    await bob!.refused(amendItem, { params: hers, body: { version: 1, title: 'Theirs' } }, 'not_found')
    await bob!.refused(binItems, { params: hers, body: { items: [item.id] } }, 'not_found')
    await bob!.refused(itemById, { params: { id: item.id } }, 'not_found')
    expect((await bob!.ask(binItems, { body: { items: [item.id] } })).changed).toBe(0)
    expect((await ada!.list()).items[0]?.title).toBe('Mine')
  })

  test('A9: history tells what changed, when and by whom', async () => {
    const ada = await at.clinician({ name: 'Dr Ada Test' })
    const item = await ada.record({ title: 'First words' })
    await ada.ask(amendItem, { params: { id: item.id }, body: { version: 1, title: 'Better words', personal: 125 } })
    const { entries } = await ada.ask(historyOfItem, { params: { id: item.id } })
    expect(entries.map((entry) => entry.act)).toEqual(['item.amended', 'item.recorded'])
    expect(entries[0]).toMatchObject({ by: 'Dr Ada Test' })
    expect(entries[1]?.changes).toEqual([{ field: 'title', before: '', after: 'First words' }])
    expect(entries[0]?.changes).toEqual([
      { field: 'title', before: 'First words', after: 'Better words' },
      { field: 'personal', before: '', after: '1.25' },
    ])
  })

  test('A9: the program’s own role cannot alter or delete the trail', async () => {
    const { db } = at.house
    await expect(db.updateTable('audit').set({ act: 'x' }).execute()).rejects.toThrow(/permission denied/)
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow(/permission denied/)
  })
})

describe('home', () => {
  test('P15: home shows what to go on with, the year against the target, and what waits', async () => {
    const ada = await at.clinician()
    await ada.ask(savePreferences, {
      body: { yearlyTarget: 5000, yearStartsIn: 1, schemes: [{ schemeId: 'federation-rcps', startsOn: null }] },
    })
    await ada.record({ title: 'Begun', status: 'in progress' })
    await ada.completed({ title: 'Done', personal: 300, creditKind: { clinical: 'clinical', setting: 'external', participatory: false } })
    await ada.completed({ title: 'Unpaid' })
    await ada.completed({ title: 'Long ago', personal: 900, completedOn: '2019-05-05' })
    await ada.ask(saveDraft, { params: { '*': 'new-item' }, body: { draft: { title: 'Half a thought' } } })
    const home = await ada.ask(homeOverview)
    expect(home.inProgress.map((row) => row.title)).toEqual(['Begun'])
    expect(home.year).toMatchObject({ target: 5000, totals: { counted: 300, completed: 2 } })
    expect(home.schemes).toMatchObject([{ schemeId: 'federation-rcps', counted: 300 }])
    expect(home.waiting).toMatchObject({ withoutCredits: 1, drafts: [{ form: 'new-item', title: 'Half a thought' }] })
  })

  test('P9, P15, R1: what home counts as without credits is what list, totals, tag counts and exports show of it', async () => {
    const ada = await at.clinician({ accreditor: 'rcgp' })
    const tags = [{ label: 'Acute' }]
    for (const title of ['Bare', 'Of another organisation', 'Withdrawn']) await ada.completed({ title, tags })
    await ada.completed({ title: 'Awarded', tags, awards: { rcgp: 100 } })
    await ada.completed({ title: 'Personal', personal: 25 })
    await ada.completed({ title: 'Of impact', impact: 25 })
    await ada.record({ title: 'Under way', tags, status: 'in progress' })
    await ada.completed({ title: 'Long ago', completedOn: '2019-05-05' })
    const id = async (title: string) => (await ada.list({ search: title })).items[0]!.id
    await ada.award(await id('Of another organisation'), 'racgp', 100)
    await ada.award(await id('Withdrawn'), 'rcgp', 100)
    const withdrawn = at.house.db.updateTable('credit_award').set({ voided_at: new Date() }).where('owner_id', '=', ada.id)
    await withdrawn.where('item_id', '=', await id('Withdrawn')).execute()

    const { year, waiting } = await ada.ask(homeOverview)
    const query = { from: year.from, to: year.to, status: 'completed', withoutCredits: true, sort: 'title', order: 'asc' } as const
    const titles = ['Bare', 'Of another organisation', 'Withdrawn']
    const { items, totals } = await ada.list(query)
    expect(items.map(({ title }) => title)).toEqual(titles)
    expect([waiting.withoutCredits, totals]).toMatchObject([3, { items: 3, completed: 3, counted: 0, impact: 0, notCounted: 0 }])
    expect((await ada.list({ ...query, sort: 'credits' })).items).toHaveLength(3)
    expect((await ada.ask(tagCounts, { query })).tags).toMatchObject([{ label: 'Acute', items: 3 }])
    expect((await ada.ask(totalsThrough, { query: { ...query, accreditor: 'racgp' } })).items).toBe(3)
    const csv = (await ada.send(exportCsv, { body: { filters: { ...NO_FILTERS, ...query }, columns: ['title'] } })).body
    for (const title of titles) expect(csv).toContain(title)
    for (const title of ['Awarded', 'Personal', 'Of impact', 'Under way', 'Long ago']) expect(csv).not.toContain(`\n${title}`)
    expect(csv).toContain('items without credits')

    // With None nobody's awards count.
    await ada.ask(savePreferences, { body: { accreditorId: null } })
    expect((await ada.ask(homeOverview)).waiting.withoutCredits).toBe(4)
    expect((await ada.list(query)).totals?.items).toBe(4)
  })

  test('P15, T5, T8: home asks for no credits on a certificate, or on an assessment that is evidence of a curriculum', async () => {
    const tara = await trainee(at)
    await evidence(tara, ['C1'], { title: 'CbD: sepsis', type: 'other' })
    await evidence(tara, ['C1'], { title: 'Teaching on sepsis', type: 'teaching attended' })
    await tara.completed({ title: 'Linked to nothing', type: 'other' })
    await tara.ask(recordCertificate, { body: { id: uuidv7(), title: 'ALS', awardingBody: 'A council', issuedOn: today() } })
    const { year, waiting } = await tara.ask(homeOverview)
    const query = { from: year.from, to: year.to, status: 'completed', withoutCredits: true, sort: 'title', order: 'asc' } as const
    const { items } = await tara.list(query)
    expect(items.map(({ title }) => title)).toEqual(['Linked to nothing', 'Teaching on sepsis'])
    expect(waiting.withoutCredits).toBe(2)
  })

  test('C13: a first day that makes no sense is refused and does no harm', async () => {
    const ada = await at.clinician()
    const body = { schemes: [{ schemeId: 'aomrc-five-years', startsOn: '9999-12-31' }] }
    await ada.refused(savePreferences, { body }, 'invalid_input')
    await ada.ask(homeOverview)
  })
})

describe('impact', () => {
  test('P22: the question is planned, due on home, and its answer stays as dated evidence', async () => {
    const ada = await at.clinician()
    const item = await ada.completed({ title: 'Inhaler technique', practiceChanges: 'I ask to be shown' })
    const planned = await ada.ask(planChangeCheck, { params: { id: item.id }, body: { on: addMonths(today(), 3) } })
    expect(planned.changeCheckOn).toBe(addMonths(today(), 3))
    expect((await ada.ask(homeOverview)).waiting.changeChecks).toEqual([])
    await at.house.db.updateTable('item').set({ change_check_on: today() }).where('owner_id', '=', ada.id).execute()
    expect((await ada.ask(homeOverview)).waiting.changeChecks).toMatchObject([{ title: 'Inhaler technique' }])
    const body = { id: uuidv7(), lasted: 'partly', note: 'Mostly' }
    await ada.ask(answerChangeCheck, { params: { id: item.id }, body })
    const answered = await ada.ask(answerChangeCheck, { params: { id: item.id }, body })
    expect(answered.changeAnswers).toEqual([{ ...body, answeredOn: today() }])
    expect(answered.changeCheckOn).toBeNull()
  })

  test('P22: a day that is past is refused', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'x' })
    await ada.refused(planChangeCheck, { params: { id: item.id }, body: { on: '2020-01-01' } }, 'invalid_input')
  })
})
