import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractText, getDocumentProxy } from 'unpdf'
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, Answers } from '#domain/assessments/answers.ts'
import { beginEntry, entryPdf, listForms, readEntry, saveEntryPart, takeEntryStep } from '#domain/assessments/contract.ts'
import { askedSections, hasRound, type RoundForm } from '#domain/assessments/msf-questions.ts'
import { askRaters, closeRound, openReplies } from '#domain/assessments/msf-contract.ts'
import { isShown, scaleOf } from '#domain/assessments/answers.ts'
import { nameOf, type FormField, type FormFile } from '#domain/assessments/form-file.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import { loadCatalogue } from '#server/platform/catalogue.ts'
import { checkout } from '#server/platform/config.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { colleagues, feedbackCode, FOURTEEN } from '../../../tests/support/round.ts'
import { sendFeedback } from './msf-rater-commands.ts'
import { inDays, relate } from '../../../tests/support/related.ts'

const at = house()

/** A form of every kind of field, written where no code knows of it. */
const WRITTEN = `
id: written-1
version: '1'
title: A form of the test
short: Written
family: supervised learning event
wordsAreOurs: true
about: Every kind of field.
assessing: { mayAssess: [consultant], reason: By a consultant., certainty: recalled }
scales:
  - { id: two, title: Two, levels: [{ code: low, title: Low word, requiresComment: true }, { code: high, title: High word }] }
sections:
  - id: own
    title: Own part
    writer: trainee
    fields:
      - { id: a-line, kind: line, label: Line label, required: true }
      - { id: a-text, kind: text, label: Text label, required: true }
      - { id: a-number, kind: number, least: 3, most: 9, label: Number label, required: true }
      - { id: a-yes, kind: yes or no, label: Yes label, required: true }
      - { id: hidden, kind: line, label: Shown on yes, required: true, when: { field: a-yes, is: ['yes'] } }
      - { id: never, kind: line, label: Never shown, required: true, when: { field: a-yes, is: ['no'] } }
      - { id: a-month, kind: month, label: Month label, required: true }
  - id: other
    title: Other part
    writer: assessor
    fields:
      - { id: one-of, kind: choice, label: One label, required: true, options: [{ code: x, title: The X }, { code: y, title: The Y }] }
      - { id: some-of, kind: choices, label: Some label, required: true, options: [{ code: x, title: The X }, { code: y, title: The Y }] }
      - { id: a-scale, kind: scale, scale: two, label: Scale label, required: true }
      - { id: a-day, kind: day, label: Day label, required: true }
      - { id: some-rows, kind: rows, label: Rows label, least: 1, required: true, columns: [{ id: what, label: What, kind: line }, { id: by, label: By, kind: day }] }
signedBy: assessor
source: this test
certainty: recalled
`

let forms: readonly FormFile[] = []
let written: FormFile
let folder = ''
let cast: { trainee: Person; educational: Person; clinical: Person }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-forms-'))
  for (const kind of ['accreditors', 'tag-sets', 'schemes', 'curricula', 'declarations', 'forms', 'minima']) await mkdir(join(folder, kind))
  await writeFile(join(folder, 'forms/written.yaml'), WRITTEN)
  const [loaded, shipped] = await Promise.all([loadCatalogue(folder), loadCatalogue(join(checkout, 'catalogue'))])
  written = loaded.forms[0]!
  // As if the file lay in the catalogue's own folder: nothing else is told of it.
  ;(at.house.catalogue.forms as FormFile[]).push(written)
  forms = [...shipped.forms, written]
  const programme = await aProgramme(at)
  await relate(at.house, programme.educational.id, 'educational supervisor', programme.trainee.id)
  await relate(at.house, programme.clinical.id, 'clinical supervisor', programme.trainee.id)
  cast = programme
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** An answer to any field, told apart by the field it stands at. */
function answerTo(form: FormFile, field: FormField): Answer {
  switch (field.kind) {
    case 'line':
    case 'text':
      return `Words at ${field.id}`
    case 'number':
      return field.least
    case 'choice':
      return field.options[0]!.code
    case 'choices':
      return field.options.map(({ code }) => code)
    case 'scale':
      return { level: scaleOf(form, field.scale).levels[0]!.code, comment: `Why at ${field.id}` }
    case 'yes or no':
      return true
    case 'day':
      return '2026-03-04'
    case 'month':
      return '2026-03'
    case 'rows':
      return [Object.fromEntries(field.columns.map(({ id, kind }) => [id, kind === 'day' ? '2026-05-06' : `Cell at ${id}`]))]
  }
}

const plain = (text: string) => text.replace(/[\s\u00ad\u200b]+/g, '')

async function filled(form: FormFile) {
  const { trainee, educational, clinical } = cast
  const report = form.family === 'supervisor report'
  const bySupervisor = form.signedBy === 'educational supervisor' || form.assessing?.notEducationalSupervisor !== true
  const signer = form.signedBy === 'trainee' || form.signedBy === undefined ? trainee : bySupervisor ? educational : clinical
  const itemId = uuidv7()
  const params = { ownerId: trainee.id, itemId }
  const askedId = form.sections.some(({ writer }) => writer === 'assessor') ? signer.id : null
  await (report ? educational : trainee).ask(beginEntry, { params, body: { id: itemId, form: nameOf(form), eventOn: inDays(-1), askedId } })
  const all: Answers = {}
  for (const section of form.sections) {
    if (section.writer === 'raters') continue
    const answers = Object.fromEntries(section.fields.map((field) => [field.id, answerTo(form, field)]))
    Object.assign(all, answers)
    const writer = section.writer === 'trainee' ? trainee : section.writer === 'educational supervisor' ? educational : signer
    await writer.ask(saveEntryPart, { params: { ...params, section: section.id }, body: { answers, version: 0 } })
  }
  const locked: Person = signer
  if (form.preparedByTrainee) await trainee.ask(takeEntryStep, { params: { ...params, step: 'prepare' }, body: {} })
  if (hasRound(form)) await askedAndAnswered(form, params)
  if (form.signedBy !== undefined) {
    expect(await signer.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body: {} }), form.id).toEqual({ state: 'submitted' })
    const last = form.sections.find(({ writer }) => writer !== 'trainee' && writer !== 'raters') ?? form.sections[0]!
    await locked.refused(saveEntryPart, { params: { ...params, section: last.id }, body: { answers: {}, version: 1 } }, 'not_allowed')
  }
  if (form.acknowledged) await trainee.ask(takeEntryStep, { params: { ...params, step: 'acknowledge' }, body: {} })
  return { params, all }
}

/** Colleagues are asked and answer, and who releases it reads them: what is brought together is read back from the entry. */
async function askedAndAnswered(form: RoundForm, params: { ownerId: string; itemId: string }): Promise<void> {
  const { trainee, educational } = cast
  const raters = colleagues(FOURTEEN)
  await trainee.ask(askRaters, { params, body: { raters } })
  for (const { email, role } of raters) {
    const answers = Object.fromEntries(
      askedSections(form).map(({ id, fields }) => [id, Object.fromEntries(fields.map((field) => [field.id, answerTo(form, field)]))]),
    )
    await sendFeedback(at.house, await feedbackCode(at, params.ownerId, email), null, { id: uuidv4(), role, answers })
  }
  await educational.ask(closeRound, { params, body: {} })
  await educational.ask(openReplies, { params, body: {} })
}

test(
  'F2, R3: every form of the catalogue is filled in, signed, locked, printed as PDF/UA-1 and read back whole',
  { timeout: 240_000 },
  async () => {
    expect(forms.length).toBeGreaterThan(10)
    for (const form of forms) {
      const { params, all } = await filled(form)
      const read = await cast.trainee.ask(readEntry, { params })
      expect(
        read.form.sections.map(({ id }) => id),
        form.id,
      ).toEqual(form.sections.map(({ id }) => id))
      for (const { id, writer } of form.sections) if (writer === 'raters') Object.assign(all, read.answers[id])
      const { rawPayload } = await cast.trainee.send(entryPdf, { params })
      expect(rawPayload.toString('latin1'), form.id).toMatch(/pdfuaid:part[>="']+1/)
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(rawPayload)), { mergePages: true })
      const printed = plain(text)
      for (const section of form.sections) {
        for (const field of section.fields) {
          const isThere = !section.scratch && isShown(field, all)
          const hidden = all[field.id]
          const lines = [field.label, ...sayAnswer(form, field, all[field.id]!)]
          for (const line of lines) {
            if (isThere) expect(printed, `${form.id}: ${field.id}`).toContain(plain(line))
          }
          if (!isThere && typeof hidden === 'string') expect(printed, `${form.id}: ${field.id}`).not.toContain(plain(hidden))
        }
      }
    }
  },
)

test('F2: adding a form needs no code: one that only its file knows of is offered like the others', async () => {
  const listed = (await cast.trainee.ask(listForms)).forms.map(({ name }) => name)
  expect(listed).toContain('written')
  for (const name of [
    'acat',
    'cbd',
    'mini-cex',
    'opcat',
    'dops-formative',
    'dops-summative',
    'mcr',
    'qipat',
    'teaching-observation',
    'patient-survey',
    'msf',
  ])
    expect(listed).toContain(name)
})
