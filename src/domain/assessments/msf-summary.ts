import { isScaled, scaleOf, type Answers } from './answers.ts'
import { ASSESSOR_ROLES, type AssessorRole, type FormField } from './form-file.ts'
import { askedFields, isRated, summarySection, wordsAt, type RoundForm } from './msf-questions.ts'
import type { Counts, MsfSummary } from './msf-summary-shape.ts'
import { msfWords as say } from './msf-words.ts'
import { sayAnswer } from './say-answer.ts'

/** One colleague's answers. Nothing in it says whose. */
export interface Reply {
  readonly role: AssessorRole
  readonly answers: Answers
}

/**
 * Which of some groups may be told apart from all: each of at least `least`, and those who are told of in no group none, or at least
 * `least` as well, for they are known by subtraction. The smallest goes first.
 */
export function tellable(sizes: ReadonlyMap<AssessorRole, number>, all: number, least: number): AssessorRole[] {
  const told = ASSESSOR_ROLES.filter((role) => (sizes.get(role) ?? 0) >= least).toSorted((a, b) => sizes.get(b)! - sizes.get(a)!)
  const rest = () => all - told.reduce((sum, role) => sum + sizes.get(role)!, 0)
  while (told.length > 0 && rest() > 0 && rest() < least) told.pop()
  return ASSESSOR_ROLES.filter((role) => told.includes(role))
}

const countBy = (replies: readonly Reply[]): ReadonlyMap<AssessorRole, number> =>
  new Map([...Map.groupBy(replies, ({ role }) => role)].map(([role, some]) => [role, some.length]))

/**
 * What colleagues said, brought together (F5). From what is answered here nobody can compute what a group under the form's smallest
 * said: not a kind of colleague, nor those who are left when others are taken from all, nor those of them who could comment.
 * `keyOf` names a remark by its question and text; remarks stand in the order of their keys.
 */
export function summaryOf(
  form: RoundForm,
  { asked, replies, self, keyOf }: { asked: number; replies: readonly Reply[]; self: Answers; keyOf: (id: string, text: string) => string },
): MsfSummary {
  const least = form.round.smallestGroup.is
  const counts = countBy(replies)
  const told = tellable(counts, replies.length, least)
  const fields = askedFields(form)
  return {
    asked: Math.max(asked, replies.length),
    answered: replies.length,
    kinds: told.map((role) => ({ role, answered: counts.get(role)! })),
    others: replies.length - told.reduce((sum, role) => sum + counts.get(role)!, 0),
    questions: fields.filter(({ kind }) => kind !== 'text').map((field) => questionOf(form, field, replies, told, self)),
    words: fields.flatMap((field) => {
      const texts = remarksAt(field, replies, keyOf)
      const own = wordsAt(field, self)
      return texts.length === 0 && own === '' ? [] : [{ id: field.id, label: field.label, self: own, texts }]
    }),
    leftOut: 0,
  }
}

function questionOf(
  form: RoundForm,
  field: FormField,
  replies: readonly Reply[],
  told: readonly AssessorRole[],
  self: Answers,
): MsfSummary['questions'][number] {
  const least = form.round.smallestGroup.is
  const rated = replies.filter(({ answers }) => isCounted(form, field, answers))
  const sizes = countBy(rated)
  const groups = tellable(new Map(told.map((role) => [role, sizes.get(role) ?? 0])), rated.length, least)
  const mayTell = rated.length >= least
  const maySplit = mayTell && !tracesRemark(form, field, rated, groups)
  const answer = self[field.id]
  return {
    id: field.id,
    label: field.label,
    self: answer === undefined ? '' : (sayAnswer(form, field, answer)[0] ?? ''),
    all: mayTell ? countsOf(form, field, replies, rated.length, true) : null,
    kinds: maySplit
      ? groups.map((role) => ({
          role,
          counts: countsOf(
            form,
            field,
            rated.filter((one) => one.role === role),
            sizes.get(role)!,
            false,
          ),
        }))
      : [],
  }
}

/**
 * Whether a split by kind would tell of which kind the writer of a remark is: a yes or no is what opens a text below it, and some levels have
 * to be said why. Such a level is told by kind only where every kind told, and all others together, have it as often as the form's
 * smallest group, or never.
 */
function tracesRemark(form: RoundForm, field: FormField, rated: readonly Reply[], groups: readonly AssessorRole[]): boolean {
  if (field.kind !== 'scale') return true
  const explained = scaleOf(form, field.scale).levels.filter(({ requiresComment }) => requiresComment === true)
  return explained.some(({ code }) => {
    const chose = rated.filter(({ answers }) => (answers[field.id] as { level?: unknown }).level === code).map(({ role }) => role)
    const byGroup = Map.groupBy(chose, (role) => (groups.includes(role) ? role : null))
    return [...byGroup.values()].some(({ length }) => length < form.round.smallestGroup.is)
  })
}

/** Whether somebody said something of it that is a judgement. */
const isCounted = (form: RoundForm, field: FormField, answers: Answers): boolean =>
  field.kind === 'scale' ? isRated(form, field, answers) : typeof answers[field.id] === 'boolean'

function countsOf(form: RoundForm, field: FormField, replies: readonly Reply[], rated: number, withUnable: boolean): Counts {
  const levels =
    field.kind === 'scale'
      ? scaleOf(form, field.scale).levels.filter(({ isNotObserved }) => withUnable || isNotObserved !== true)
      : [
          { code: 'yes', title: say.yes },
          { code: 'no', title: say.no },
        ]
  const chosen = replies.map(({ answers }) => {
    const answer = answers[field.id]
    return isScaled(answer) ? answer.level : answer === true ? 'yes' : answer === false ? 'no' : ''
  })
  return {
    rated,
    levels: levels.map(({ code, title }) => ({ code, title, count: chosen.filter((one) => one === code).length })),
  }
}

function remarksAt(field: FormField, replies: readonly Reply[], keyOf: (id: string, text: string) => string) {
  const texts = replies.map(({ answers }) => wordsAt(field, answers)).filter((text) => text !== '')
  const same = new Map<string, number>()
  return texts
    .map((text) => ({ text, key: keyOf(field.id, text) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text, key }) => {
      const nth = same.get(key) ?? 0
      same.set(key, nth + 1)
      return { key: nth === 0 ? key : `${key}-${nth}`, text }
    })
}

/** Without the remarks that the educational supervisor left out, of which the number is told. */
export function withoutRemarks(summary: MsfSummary, keys: readonly string[]): MsfSummary {
  const words = summary.words.map((word) => ({ ...word, texts: word.texts.filter(({ key }) => !keys.includes(key)) }))
  const count = (of: MsfSummary['words']) => of.reduce((sum, { texts }) => sum + texts.length, 0)
  return { ...summary, words, leftOut: count(summary.words) - count(words) }
}

/** A summary as answers of the form's own section, as it is signed, read and printed. */
export function summaryAnswers(form: RoundForm, summary: MsfSummary): Readonly<Record<string, Answers>> {
  const said = ({ levels }: Counts) => levels.flatMap(({ title, count }) => (count === 0 ? [] : [`${title} ${count}`])).join(', ')
  const { smallestGroup } = form.round
  const rows = {
    'who-answered': [
      { kind: say.asked, number: `${summary.asked}` },
      { kind: say.answered, number: `${summary.answered}` },
      ...summary.kinds.map(({ role, answered }) => ({ kind: say.of(role), number: `${answered}` })),
      ...(summary.others > 0 && summary.kinds.length > 0 ? [{ kind: say.others, number: `${summary.others}` }] : []),
    ],
    ratings: summary.questions.flatMap(({ label, self, all, kinds }) => [
      { question: label, who: say.all, said: all === null ? say.tooFew(smallestGroup.is) : said(all) },
      ...kinds.map(({ role, counts }) => ({ question: label, who: say.of(role), said: said(counts) })),
      ...(self === '' ? [] : [{ question: label, who: say.self, said: self }]),
    ]),
    remarks: [
      ...summary.words.flatMap(({ label, texts }) => texts.map(({ text }) => ({ question: label, remark: text }))),
      ...(summary.leftOut > 0 ? [{ question: say.leftOut, remark: say.remarksLeftOut(summary.leftOut) }] : []),
    ],
  }
  return { [summarySection(form).id]: Object.fromEntries(Object.entries(rows).filter(([, some]) => some.length > 0)) }
}
