import { GIVEN_TYPES, ItemType, Status, STATUSES, TYPES } from '#domain/portfolio/item.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { words } from './words.ts'

/** What an owner can choose (P13). */
export const TYPE_CHOICES = [
  { value: '', label: words.fields.noType },
  ...TYPES.filter((type) => !GIVEN_TYPES.has(type)).map((type) => ({ value: type, label: TYPE_WORDS[type] })),
]
export const STATUS_CHOICES = STATUSES.map((status) => ({ value: status, label: STATUS_WORDS[status] }))

export const typeOf = (value: string): ItemType | null => (value === '' ? null : ItemType.parse(value))
export const statusOf = (value: string): Status => Status.parse(value)
