import { addDays, longDate, type PlainDate } from '#domain/plain-date.ts'
import { EMPTY_FIELDS } from '#domain/portfolio/item.ts'
import { certificateOf, chartOf, figuresOf, slidesOf, textOf } from './demo-files.ts'
import type { DemoItem } from './demo-item.ts'
import { creditKindOf, creditsFor, linkFor, setTags } from './gp-details.ts'
import { takeOwnModules } from './gp-modules.ts'
import { gpTitles, type Planned } from './gp-titles.ts'
import { ANSWER_NOTES, IMPACTS } from './impact.ts'
import { LEARNING_POINTS } from './learning-points.ts'
import { noteWriter, REASONS } from './notes.ts'
import { deck, randomFrom, type Random } from './random.ts'
import type { OwnTag } from './topics.ts'

const SEED = 20_250_401
const DAYS = 5 * 365
/** How many rows of a type have only been begun, or saved for later. */
const BEGUN: Readonly<Record<string, number>> = { 'learning module': 8, reading: 6, course: 4, 'audit or QI': 5, other: 2 }
const FOR_LATER: Readonly<Record<string, number>> = { 'learning module': 6, reading: 6, course: 2, conference: 1 }

interface Row {
  readonly item: DemoItem
  readonly own: readonly OwnTag[]
}

/** Five years of a GP's learning that end with `today`; the same for the same day. */
export async function gpItems(today: PlainDate, moduleTitles: ReadonlyMap<string, string>): Promise<DemoItem[]> {
  const random = randomFrom(SEED)
  const left = { begun: { ...BEGUN }, later: { ...FOR_LATER } }
  const certificates = new Map<string, number>()
  const rows = random.some(gpTitles(random), Number.POSITIVE_INFINITY).map((planned): Row => {
    const item = asItem(random, planned, today)
    // The three conditions that meet are all done, so that every filter finds them.
    const movable = !planned.own.includes('obesity')
    if (movable && takeOne(left.later, planned.type)) saveForLater(random, item, today)
    else if (movable && takeOne(left.begun, planned.type)) begin(random, item, today)
    else if (planned.type === 'certificate') {
      const round = certificates.get(planned.title) ?? 0
      certificates.set(planned.title, round + 1)
      complete(random, item, addDays(today, -(20 + round * 365 + (planned.title.length % 11) * 17)), today)
    } else complete(random, item, dayWithin(random, today), today)
    return { item, own: planned.own }
  })
  const done = rows.filter(({ item }) => item.status === 'completed')
  giveCredits(random, rows)
  writeNotes(random, rows)
  writeImpact(random, done, today)
  await addFiles(random, done)
  takeOwnModules(rows, moduleTitles, today)
  return rows.map(({ item }) => item)
}

function asItem(random: Random, { type, title, own }: Planned, today: PlainDate): DemoItem {
  const module = type === 'learning module'
  return {
    ...EMPTY_FIELDS,
    title,
    type,
    link: linkFor(random, type, title),
    kind: module ? 'module' : 'own',
    source: module ? 'learning' : type === 'certificate' && random.chance(0.4) ? 'photographed' : 'entered',
    creditKind: random.chance(0.9) ? creditKindOf(type, own) : EMPTY_FIELDS.creditKind,
    tags: random.chance(0.95) || own.includes('obesity') ? [...own, ...setTags(random, type, title, own)] : [],
    addedOn: today,
    awards: [],
    changeCheckOn: null,
    answers: [],
    files: [],
  }
}

function takeOne(left: Record<string, number>, type: string): boolean {
  const some = (left[type] ?? 0) > 0
  if (some) left[type]! -= 1
  return some
}

/** Modules and reading thicken a little towards today, as they do for most people. */
const dayWithin = (random: Random, today: PlainDate) => addDays(today, -(1 + Math.floor((DAYS - 2) * random.next() ** 1.1)))

function saveForLater(random: Random, item: DemoItem, today: PlainDate): void {
  item.addedOn = addDays(today, -random.whole(3, 300))
}

function begin(random: Random, item: DemoItem, today: PlainDate): void {
  item.status = 'in progress'
  item.addedOn = addDays(today, -random.whole(2, 180))
  item.startedOn = item.kind === 'module' || random.chance(0.75) ? item.addedOn : null
}

function complete(random: Random, item: DemoItem, on: PlainDate, today: PlainDate): void {
  const lasted =
    item.type === 'audit or QI'
      ? random.whole(30, 120)
      : item.type === 'course'
        ? random.whole(0, 2)
        : random.chance(0.15)
          ? random.whole(1, 6)
          : 0
  item.status = 'completed'
  item.completedOn = on
  item.startedOn = item.kind === 'module' || lasted > 0 || random.chance(0.3) ? addDays(on, -lasted) : null
  const added = addDays(on, random.chance(0.1) ? random.whole(4, 30) : random.whole(0, 3))
  const yesterday = addDays(today, -1)
  item.addedOn = item.kind === 'module' ? item.startedOn! : added > yesterday ? yesterday : added
}

function giveCredits(random: Random, rows: readonly Row[]): void {
  const reason = deck(random, REASONS)
  for (const { item } of rows) {
    const { type, completedOn } = item
    if (type === null || completedOn === null) continue
    if (item.kind === 'own' ? random.chance(0.9) : random.chance(0.15)) item.personal = creditsFor(random, type)
    if (item.personal !== null && random.chance(0.12)) item.personalReason = reason()
    if (item.kind === 'module') item.awards = awardsOf(random)
  }
}

function awardsOf(random: Random): DemoItem['awards'] {
  const amount = random.pick([50, 100, 100, 100, 150])
  if (random.chance(0.08)) return [{ accreditorId: 'eaccme', amount: 100 }]
  if (random.chance(0.05)) return [{ accreditorId: 'federation-rcps', amount }]
  return [
    { accreditorId: 'rcgp', amount },
    ...(random.chance(0.25) ? [{ accreditorId: 'eaccme', amount: amount === 150 ? 150 : 100 }] : []),
    ...(random.chance(0.2) ? [{ accreditorId: 'federation-rcps', amount }] : []),
    ...(random.chance(0.08) ? [{ accreditorId: 'icgp', amount: 100 }] : []),
  ]
}

function writeNotes(random: Random, rows: readonly Row[]): void {
  const note = noteWriter(random)
  for (const { item, own } of rows) {
    const share = item.type === 'reflection' || item.type === 'audit or QI' ? 0.95 : item.status === 'completed' ? 0.36 : 0.1
    if (item.type !== null && random.chance(share)) item.notes = note(item.type, own, item.status === 'completed')
  }
}

/** Impact on 80 rows; of them two ask today whether the change lasted, three were answered, and four will ask. */
function writeImpact(random: Random, done: readonly Row[], today: PlainDate): void {
  const decks = new Map<OwnTag, () => (typeof IMPACTS)[OwnTag][number]>()
  const chosen = random.some(
    done.filter(({ own, item }) => own.length > 0 && item.type !== 'certificate'),
    80,
  )
  for (const { item, own } of chosen) {
    const area = own[0]!
    const next = decks.get(area) ?? deck(random, IMPACTS[area])
    decks.set(area, next)
    const { before, after, changes } = next()
    Object.assign(item, { practiceBefore: before, practiceAfter: after, practiceChanges: changes })
    item.impact = random.chance(0.85) ? random.whole(1, 6) * 25 : null
  }
  const learned = ({ item }: Row) => item.completedOn!
  const between = (least: number, most: number) =>
    chosen.filter(
      (row) =>
        learned(row) <= addDays(today, -least) &&
        learned(row) > addDays(today, -most) &&
        row.item.changeCheckOn === null &&
        row.item.answers.length === 0,
    )
  for (const [index, { item }] of between(190, 700).slice(0, 3).entries()) {
    const lasted = (['yes', 'partly', 'no'] as const)[index]!
    item.answers.push({ lasted, note: ANSWER_NOTES[lasted], answeredOn: addDays(item.completedOn!, 183) })
  }
  for (const [index, { item }] of between(95, 1000).slice(0, 2).entries()) item.changeCheckOn = addDays(today, -4 * index)
  for (const { item } of between(1, 1000).slice(0, 4)) item.changeCheckOn = addDays(today, random.whole(25, 160))
}

async function addFiles(random: Random, done: readonly Row[]): Promise<void> {
  const newest = [...done].sort((a, b) => (a.item.completedOn! < b.item.completedOn! ? 1 : -1))
  const of = (type: string, count: number) => newest.filter(({ item }) => item.type === type).slice(0, count)
  for (const { item } of [...of('certificate', 12), ...of('course', 4), ...of('conference', 4)]) {
    item.files.push(certificateOf(item.title, longDate(item.completedOn!)))
  }
  for (const [index, { item }] of of('audit or QI', 8).entries()) {
    item.files.push(figuresOf(item.title, random))
    if (index % 2 === 0) item.files.push(await chartOf(item.title, random))
  }
  for (const { item, own } of of('teaching given', 4)) {
    item.files.push(
      slidesOf(
        item.title,
        own.flatMap((tag) => LEARNING_POINTS[tag]),
      ),
    )
  }
  for (const { item } of of('reading', 4)) {
    item.files.push(textOf(item.title, 'Three things to remember, one thing to change, and a question to bring to the next meeting.'))
  }
}
