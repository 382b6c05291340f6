import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { EMPTY_FIELDS, type ItemType } from '#domain/portfolio/item.ts'
import { AREAS, REMARKS, WORDINGS } from './consultant-titles.ts'
import type { DemoItem, DemoTag } from './demo-item.ts'
import { creditKindOf, creditsFor, linkFor } from './gp-details.ts'
import { deck, randomFrom, type Random } from './random.ts'

const SEED = 20_130_401
const DAYS = 12 * 365
const TOTAL = 6000

const AREA_OF_TOPIC = Object.entries(AREAS).flatMap(([area, topics]) => topics.map((topic) => ({ area, topic })))

/** Twelve years of a hospital consultant's learning that end with `today`; the same for the same day. */
export function consultantItems(today: PlainDate): DemoItem[] {
  const random = randomFrom(SEED)
  const remark = deck(random, REMARKS)
  const types = Object.entries(WORDINGS).flatMap(([type, { share }]) => Array.from({ length: share }, () => type as ItemType))
  const titles = new Map(Object.entries(WORDINGS).map(([type, { words }]) => [type, deck(random, titlesFrom(words))]))
  const type = deck(random, types)
  return Array.from({ length: TOTAL }, () => {
    const chosen = type()
    const { title, area } = titles.get(chosen)!()
    const item = asItem(random, chosen, title, area, today)
    if (random.chance(0.15)) item.notes = random.chance(0.4) ? `${remark()} ${remark()}` : remark()
    return item
  })
}

/** Areas whose topics are not met at a bedside, and the wordings that would read oddly with them. */
const AWAY_FROM_THE_BEDSIDE: ReadonlySet<string> = new Set(['leadership', 'teaching', 'patient safety'])
const OF_THE_BEDSIDE =
  /^(Self-assessment|Image quiz|Trial report|Case report|Learning by cases|Controversies|Clinicopathological|Morbidity|Ward round|Teaching for ward|Tutorial for|Multidisciplinary|Skills workshop|International congress|National audit|Notes for)/

const titlesFrom = (words: readonly string[]) =>
  AREA_OF_TOPIC.flatMap(({ area, topic }) =>
    words
      .filter((wording) => !AWAY_FROM_THE_BEDSIDE.has(area) || !OF_THE_BEDSIDE.test(wording))
      .map((wording) => ({ area, title: wording.replace('*', topic) })),
  )

function asItem(random: Random, type: ItemType, title: string, area: string, today: PlainDate): DemoItem {
  const module = type === 'learning module'
  const completedOn = addDays(today, -random.whole(1, DAYS - 2))
  const begun = module || random.chance(0.3) ? addDays(completedOn, -random.pick([0, 0, 0, 1, 3])) : null
  const creditKind = {
    ...creditKindOf(type, []),
    ...(['leadership', 'teaching'].includes(area) ? { clinical: 'non-clinical' as const } : {}),
  }
  const item: DemoItem = {
    ...EMPTY_FIELDS,
    title,
    type,
    kind: module ? 'module' : 'own',
    source: module ? 'learning' : 'entered',
    status: 'completed',
    startedOn: begun,
    completedOn,
    addedOn: begun ?? completedOn,
    link: linkFor(random, type, title),
    creditKind,
    personal: module || random.chance(0.2) ? null : creditsFor(random, type),
    impact: random.chance(0.03) ? random.whole(1, 4) * 25 : null,
    tags: tagsOf(random, type, area, creditKind),
    awards: module ? awardsOf(random) : [],
    changeCheckOn: null,
    answers: [],
    files: [],
  }
  if (!random.chance(0.004)) return item
  const since = addDays(today, -random.whole(1, 60))
  Object.assign(item, {
    status: 'in progress',
    startedOn: since,
    completedOn: null,
    addedOn: since,
    personal: null,
    impact: null,
    awards: [],
  })
  return item
}

function tagsOf(random: Random, type: ItemType, area: string, kind: DemoItem['creditKind']): DemoTag[] {
  if (random.chance(0.08)) return []
  const tags: DemoTag[] = [area]
  if (kind.setting !== null && random.chance(0.8)) tags.push({ setId: 'rcp-cpd', code: kind.setting })
  if (kind.clinical !== null && random.chance(0.5)) tags.push({ setId: 'rcp-cpd', code: kind.clinical })
  if (type === 'audit or QI') tags.push({ setId: 'gmc-supporting-info', code: 'SI2' })
  return tags
}

function awardsOf(random: Random): DemoItem['awards'] {
  const amount = random.pick([50, 100, 100])
  if (random.chance(0.1)) return [{ accreditorId: 'eaccme', amount: 100 }]
  return [{ accreditorId: 'federation-rcps', amount }, ...(random.chance(0.15) ? [{ accreditorId: 'eaccme', amount: 100 }] : [])]
}
