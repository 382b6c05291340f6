import { addDays, longDate, type PlainDate } from '#domain/plain-date.ts'
import { EMPTY_FIELDS, type ItemType } from '#domain/portfolio/item.ts'
import { certificateOf, chartOf, figuresOf, slidesOf, textOf } from './demo-files.ts'
import type { DemoFile, DemoItem, DemoTag } from './demo-item.ts'
import { creditKindOf, creditsFor } from './gp-details.ts'
import type { Random } from './random.ts'

/** A piece of a trainee's learning, days counted back from today, and the curriculum items it is linked to. */
export interface Piece {
  readonly ago: number
  readonly type: ItemType
  readonly title: string
  readonly codes: readonly string[]
  readonly notes?: string
  readonly files?: 'certificate' | 'figures' | 'slides' | 'form'
  readonly moduleId?: string
  readonly right?: number
  readonly state?: 'in progress' | 'not started'
}

/** Pieces as they stand in a portfolio, in the order given. */
export async function itemsOfPieces(
  random: Random,
  pieces: readonly Piece[],
  today: PlainDate,
  moduleTitles: ReadonlyMap<string, string>,
): Promise<DemoItem[]> {
  const items: DemoItem[] = []
  for (const piece of pieces) items.push(await itemOf(random, piece, today, moduleTitles))
  return items
}

async function itemOf(random: Random, piece: Piece, today: PlainDate, moduleTitles: ReadonlyMap<string, string>): Promise<DemoItem> {
  const { ago, type, notes = '', moduleId, state = 'completed' } = piece
  const on = addDays(today, -ago)
  const title = moduleId === undefined ? piece.title : moduleTitles.get(moduleId)
  if (title === undefined) throw new Error(`The demo has no module ${moduleId}.`)
  const isDone = state === 'completed'
  return {
    ...EMPTY_FIELDS,
    title,
    type,
    notes,
    kind: moduleId === undefined ? 'own' : 'module',
    source: moduleId === undefined ? 'entered' : 'learning',
    link: moduleId === undefined ? '' : `/learning/modules/${moduleId}`,
    status: state,
    startedOn: state === 'not started' || (isDone && moduleId === undefined) ? null : on,
    completedOn: isDone ? on : null,
    personal: isDone && moduleId === undefined && LEARNT.has(type) ? creditsFor(random, type) : null,
    creditKind: creditKindOf(type, []),
    tags: tagsOf(random, piece, moduleId !== undefined),
    addedOn: moduleId === undefined && isDone && ago > 3 ? addDays(on, random.whole(0, 2)) : on,
    awards: [],
    changeCheckOn: null,
    answers: [],
    files: await filesOf(random, piece, on),
    ...(moduleId === undefined ? {} : { module: { moduleId, right: isDone ? (piece.right ?? 9) : null, place: isDone ? 8 : 3 } }),
  }
}

const LEARNT: ReadonlySet<ItemType> = new Set(['course', 'conference', 'teaching attended', 'teaching given', 'reading'])

function tagsOf(random: Random, { title, type }: Piece, isModule: boolean): DemoTag[] {
  const form = /^(ACAT|CbD|Mini-CEX|DOPS|OPCAT)/.exec(title)
  if (form !== null) return ['workplace assessment', ...(random.chance(0.3) ? ['for the review'] : [])]
  if (/night|take|deteriorating|resuscitation/i.test(title)) return ['acute medicine']
  if (isModule || type === 'reading') return random.chance(0.4) ? ['exam'] : []
  return type === 'audit or QI' || /feedback|report/i.test(title) ? ['for the review'] : []
}

async function filesOf(random: Random, { files, title, notes = '' }: Piece, on: PlainDate): Promise<DemoFile[]> {
  switch (files) {
    case 'certificate':
      return [certificateOf(title, longDate(on))]
    case 'figures':
      return [figuresOf(title, random), await chartOf(title, random)]
    case 'slides':
      return [slidesOf(title, ['What to ask', 'What to look for', 'What to do first', 'When to call somebody'])]
    case 'form':
      return [textOf(title, notes)]
    default:
      return []
  }
}
