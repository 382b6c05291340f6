import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { headLines } from '#domain/accounts/chain-words.ts'
import { isAnswered, isShown, type Answers } from '#domain/assessments/answers.ts'
import type { Entry } from '#domain/assessments/contract.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import { pdfWords as say } from '#domain/assessments/pdf-words.ts'
import { longDate } from '#domain/plain-date.ts'
import { chainKeyOf, signedHead } from '#server/accounts/chain-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { shown, withBreaks } from '#server/platform/shown-text.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { entryOf, type House } from './entry-queries.ts'

const LAYOUT = readFileSync(resolve(import.meta.dirname, 'entry-form.typ'), 'utf8')
const LONGEST_WORD = 60

const printed = (text: string): string => withBreaks(shown(text), LONGEST_WORD)

/** A filled form as PDF/UA-1, with what the viewer may read of it and the chain's head (A9). @throws Refusal `not_found` */
export async function pdfOfEntry(house: House, typst: TypstPool, seen: Seen, id: string): Promise<{ pdf: Uint8Array; fileName: string }> {
  const entry = await entryOf(house, seen, id)
  const head = await signedHead(house.db, chainKeyOf(house.config), seen.ownerId)
  const { pdf } = await typst.layOut({
    layout: LAYOUT,
    json: Buffer.from(
      JSON.stringify({ ...printable(entry), chain: head === null ? [] : [headLines(head)[0], withBreaks(headLines(head)[1], 60)] }),
    ),
    madeAt: Math.floor(Date.now() / 1000),
  })
  return { pdf, fileName: say.fileName(entry.form.short, entry.eventOn) }
}

/** Every section without its author's scratch, which is never reported (F8). */
function printable(entry: Entry) {
  const all: Answers = Object.assign({}, ...Object.values(entry.answers)) as Answers
  return {
    title: `${entry.form.title}: ${shown(entry.title)}`,
    heading: entry.form.title,
    owner: shown(entry.ownerName),
    facts: [
      ...(entry.title === entry.form.title ? [] : [[say.title, printed(entry.title)]]),
      [say.trainee, printed(entry.ownerName)],
      [say.day, longDate(entry.eventOn)],
      ...(entry.placement === '' ? [] : [[say.placement, printed(entry.placement)]]),
      ...(entry.trainingYear === null ? [] : [[say.year, entry.trainingYear]]),
      [say.state, say.states[entry.state]],
      [say.version, entry.form.version],
      ...(entry.identity === null ? [] : [[say.identity, say.identities[entry.identity]]]),
    ],
    sections: entry.form.sections.flatMap((section) => {
      if (section.scratch) return []
      const answers = section.fields.flatMap((field) => {
        const answer = entry.answers[section.id]?.[field.id]
        if (!isAnswered(answer) || !isShown(field, all)) return []
        return [{ label: printed(field.label), lines: sayAnswer(entry.form, field, answer!).map(printed) }]
      })
      return [
        {
          title: section.title,
          writer: say.writers[section.writer],
          answers: answers.length === 0 ? [{ label: say.nothing, lines: [] }] : answers,
        },
      ]
    }),
    stepsHeading: say.steps,
    steps: entry.steps.map((step) => printed(say.step(step, longDate(step.at.slice(0, 10))))),
    commentsHeading: say.comments,
    comments: entry.comments.map((comment) => ({ by: printed(say.by(comment.byName, comment.byAs)), text: printed(comment.text) })),
    footer: say.footer(shown(entry.ownerName)),
  }
}
