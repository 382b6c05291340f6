import type { z } from 'zod'
import { useDraft } from '#web/platform/drafts.ts'
import { useForm } from '#web/ui/use-form.ts'

/** A form whose draft is kept while it differs from how it began (P20). `name` is the draft's: 'absence/<id>'. */
export function useKeptForm<S extends z.ZodObject>(name: string, schema: S, start: z.input<S>) {
  const form = useForm(schema, start)
  const dirty = JSON.stringify(form.values) !== JSON.stringify(start)
  const draft = useDraft(name, form.values as object, {
    enabled: dirty,
    onRestore: (kept) => form.setValues({ ...start, ...kept }),
  })
  return { ...form, draft, afresh: () => form.setValues(start) }
}
