import { addDays, type PlainDate } from '#domain/plain-date.ts'
import type { DemoItem, DemoModule, DemoTag } from './demo-item.ts'

interface Planned extends DemoModule {
  readonly tags: DemoTag[]
  readonly status: DemoItem['status']
  /** Days ago that it was completed, or else begun or saved. */
  readonly daysAgo: number
}

/** What the GP does with the modules of this catalogue: passed three, failed one, is in the middle of one, and saved one for later. */
const PLANNED: readonly Planned[] = [
  { moduleId: 'sepsis-recognition', status: 'completed', right: 9, place: 8, tags: ['infection'], daysAgo: 6 },
  { moduleId: 'reflective-writing', status: 'completed', right: 8, place: 8, tags: [], daysAgo: 34 },
  { moduleId: 'safe-opioid-prescribing', status: 'completed', right: 10, place: 8, tags: ['prescribing'], daysAgo: 71 },
  { moduleId: 'anticoagulation-basics', status: 'completed', right: 5, place: 8, tags: ['prescribing'], daysAgo: 12 },
  { moduleId: 'acute-kidney-injury', status: 'in progress', right: null, place: 3, tags: [], daysAgo: 3 },
  { moduleId: 'safe-handover', status: 'not started', right: null, place: 0, tags: [], daysAgo: 9 },
]

interface Row {
  readonly item: DemoItem
}

/** Puts the modules of this catalogue in the place of some from elsewhere, so that the number of rows stays. */
export function takeOwnModules(rows: readonly Row[], titles: ReadonlyMap<string, string>, today: PlainDate): void {
  const free = rows
    .map(({ item }) => item)
    .filter(
      (item) =>
        item.kind === 'module' &&
        item.notes === '' &&
        item.practiceChanges === '' &&
        item.impact === null &&
        item.answers.length === 0 &&
        item.changeCheckOn === null &&
        !item.tags.includes('obesity'),
    )
  for (const { tags, status, daysAgo, ...module } of PLANNED) {
    const item = free.find((one) => one.status === status && one.module === undefined)
    const title = titles.get(module.moduleId)
    if (item === undefined || title === undefined) throw new Error(`The demo has no row or module for ${module.moduleId}.`)
    const day = addDays(today, -daysAgo)
    Object.assign(item, {
      title,
      link: `/learning/modules/${module.moduleId}`,
      tags,
      module,
      personal: null,
      personalReason: '',
      awards: [],
      addedOn: day,
      startedOn: status === 'not started' ? null : day,
      completedOn: status === 'completed' ? day : null,
    } satisfies Partial<DemoItem>)
  }
}
