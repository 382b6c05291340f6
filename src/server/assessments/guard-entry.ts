import type { Answers } from '#domain/assessments/answers.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { guardableIn } from '#domain/assessments/guarded.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'

/** By section. */
type Written = ReadonlyMap<string, { readonly answers: Answers }>

interface GuardedAnswers {
  readonly ownerId: string
  /** Null for an assessor without an account. */
  readonly personId: string | null
  readonly itemId: string
  readonly form: FormFile
  /** The sections that are looked at. */
  readonly sections: readonly string[]
  readonly now: Written
  /** What stood there before; the same as `now` where nothing is written. */
  readonly before: Written
  readonly overrides?: GuardOverrides | undefined
}

/**
 * What others can read of a form: whatever is saved into it but its scratch part. What is only typed is a draft, and its author's (P18, P20).
 * @throws Refusal `invalid_input` at each field
 */
export async function guardAnswers(
  tx: Tx,
  { ownerId, personId, itemId, form, sections, now, before, overrides }: GuardedAnswers,
): Promise<void> {
  const read = form.sections
    .filter(({ id }) => sections.includes(id))
    .map((section) => guardableIn(section, now.get(section.id)?.answers ?? {}, before.get(section.id)?.answers ?? {}))
  await guardTexts(tx, {
    ownerId,
    personId,
    kind: 'clinical writing',
    itemId,
    texts: Object.assign({}, ...read.map(({ texts }) => texts)) as Record<string, readonly string[]>,
    unchanged: read.flatMap(({ unchanged }) => unchanged),
    overrides,
  })
}
