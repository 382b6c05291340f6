import type { Hundredths } from '#domain/hundredths.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { EMPTY_FIELDS, type ItemFields, type Kind, type Source } from '#domain/portfolio/item.ts'

/** A tag of the owner's by its label, or one of a tag set by set and code. */
export type DemoTag = string | { readonly setId: string; readonly code: string }

export interface DemoFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface DemoAnswer {
  readonly lasted: 'yes' | 'partly' | 'no'
  readonly note: string
  readonly answeredOn: PlainDate
}

/** How far the owner came with a module of this catalogue. */
export interface DemoModule {
  readonly moduleId: string
  /** Right answers in the final assessment; null where it was not submitted. */
  readonly right: number | null
  readonly place: number
}

/** One row as the demo lays it out. */
export interface DemoItem extends ItemFields {
  kind: Kind
  source: Source
  addedOn: PlainDate
  tags: DemoTag[]
  awards: { readonly accreditorId: string; readonly amount: Hundredths }[]
  changeCheckOn: PlainDate | null
  answers: DemoAnswer[]
  files: DemoFile[]
  module?: DemoModule
}

/** 'hypertension in adults' as 'Hypertension in adults' */
export const opening = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** With nothing but its title and what is said of it. */
export const plainItem = (title: string, fields: Partial<DemoItem> & Pick<DemoItem, 'kind' | 'addedOn'>): DemoItem => ({
  ...EMPTY_FIELDS,
  title,
  source: 'entered',
  tags: [],
  awards: [],
  changeCheckOn: null,
  answers: [],
  files: [],
  ...fields,
})
