import type { GuardOverrides } from '#domain/guard-rules.ts'
import { writingOf } from '#domain/guard.ts'
import type { ItemForm } from './item-form.ts'

interface Guarding {
  /** The item's kind. */
  readonly kind: string
  readonly form: ItemForm
  readonly change: (to: Partial<ItemForm>) => void
}

/** What a guarded field of an item is given: a reflection is clinical writing, and the type may just have been chosen (P18). */
export const guardOf =
  ({ kind, form, change }: Guarding) =>
  (field: string) => ({
    kind: writingOf({ kind, type: form.type }),
    field,
    reasons: form.reasons,
    onReasons: (reasons: GuardOverrides) => change({ reasons }),
  })
