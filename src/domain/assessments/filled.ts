import { z } from 'zod'
import type { Json } from '#domain/canonical-json.ts'
import { isAnswered, isShown, type Answers } from './answers.ts'
import { Writer, type FormFile } from './form-file.ts'
import { sayAnswer } from './say-answer.ts'

/** What a filled form says, in its own words: as others read it where it is evidence, and as a signature keeps it. */
export const Filled = z.object({
  form: z.string(),
  version: z.string(),
  sections: z.array(
    z.object({
      title: z.string(),
      writer: Writer,
      answers: z.array(z.object({ label: z.string(), lines: z.array(z.string()) })),
    }),
  ),
})
export type Filled = z.infer<typeof Filled>

/** By the answers of each section. An author's scratch is never in it (F8), nor what few may read (A8). */
export function filledOf(form: FormFile, answers: Readonly<Record<string, Answers>>): Filled {
  const readable = form.sections.filter(({ scratch, restricted }) => scratch !== true && restricted !== true)
  const all: Answers = Object.assign({}, ...readable.map(({ id }) => answers[id] ?? {})) as Answers
  return {
    form: form.title,
    version: form.version,
    sections: readable.map((section) => ({
      title: section.title,
      writer: section.writer,
      answers: section.fields.flatMap((field) => {
        const answer = answers[section.id]?.[field.id]
        return isAnswered(answer) && isShown(field, all) ? [{ label: field.label, lines: sayAnswer(form, field, answer!) }] : []
      }),
    })),
  }
}

/** The same for hashing. */
export const jsonOf = ({ form, version, sections }: Filled): Json => ({
  form,
  version,
  sections: sections.map(({ title, writer, answers }) => ({
    title,
    writer,
    answers: answers.map(({ label, lines }) => ({ label, lines: [...lines] })),
  })),
})
