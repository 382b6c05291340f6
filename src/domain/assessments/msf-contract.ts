import { z } from 'zod'
import { Email, PersonName } from '#domain/accounts/contract.ts'
import { May } from '#domain/accounts/may.ts'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { Answers } from './answers.ts'
import { AssessorRole, FormShown } from './form-file.ts'
import { ROUND_STATES } from './msf-states.ts'
import { MsfSummary } from './msf-summary-shape.ts'

/**
 * A round of feedback from colleagues (F5) is an entry of a form that has a `round`: it is begun, its self-assessment is saved and
 * prepared, and it is released, by the endpoints of every form (`beginEntry` with the form `msf`, `saveEntryPart`, `takeEntryStep` with
 * `prepare` and `submit`). These are what it has beside that.
 */
const RoundParams = OwnerParams.extend({ itemId: z.uuid() })
const RaterParams = RoundParams.extend({ raterId: z.uuid() })

export const RoundLine = z.object({
  itemId: z.uuid(),
  title: z.string(),
  eventOn: PlainDate,
  state: z.enum(ROUND_STATES),
  /** All who were written to, those taken back among them: from the numbers nobody learns whether they had answered. */
  asked: z.int(),
  answered: z.int(),
  /** The last day to answer; null until it is open. */
  closesOn: PlainDate.nullable(),
})
export type RoundLine = z.infer<typeof RoundLine>

/** Who is asked. Nobody learns here who has answered. */
export const Rater = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: AssessorRole,
  /** It says nothing of where they work. */
  isFreeMail: z.boolean(),
})
export type Rater = z.infer<typeof Rater>

export const Round = RoundLine.extend({
  /** Empty once the round is released or set aside: the names are erased. */
  raters: z.array(Rater),
  /** What the form asks of a round. */
  least: z.object({
    replies: z.int(),
    byRole: z.array(z.object({ role: AssessorRole, least: z.int(), isMet: z.boolean() })),
    smallestGroup: z.int(),
  }),
  /** Whether there are enough replies, of enough kinds. */
  isEnough: z.boolean(),
  /** The day the round can be extended to at most. */
  extendableTo: PlainDate,
  /** Why a new round is needed, in the educational supervisor's words; '' where none is. */
  setAsideBecause: z.string(),
  /** Once it is released. */
  summary: MsfSummary.nullable(),
  can: z.object({
    ask: May,
    takeBack: May,
    remind: May,
    extend: May,
    close: May,
    /** To begin reading, by which the round is closed for good. */
    open: May,
    /** To read the replies, once they are opened. */
    read: May,
    release: May,
    setAside: May,
  }),
})
export type Round = z.infer<typeof Round>

export const listRounds = {
  method: 'GET',
  url: '/api/people/:ownerId/msf',
  schema: {
    summary: 'Rounds of feedback from colleagues, newest first',
    params: OwnerParams,
    response: { 200: z.object({ name: z.string(), rounds: z.array(RoundLine), can: z.object({ begin: May }) }) },
  },
} as const satisfies Endpoint

export const readRound = {
  method: 'GET',
  url: '/api/people/:ownerId/msf/:itemId',
  schema: {
    summary: 'One round of feedback: who is asked and how many have answered, never who',
    params: RoundParams,
    response: { 200: Round },
  },
} as const satisfies Endpoint

export const NewRater = z.object({
  /** Made by the page, so that what is sent twice is one. */
  id: z.uuid(),
  name: PersonName,
  email: Email,
  role: AssessorRole,
})
export type NewRater = z.infer<typeof NewRater>

export const askRaters = {
  method: 'POST',
  url: '/api/people/:ownerId/msf/:itemId/raters',
  schema: {
    summary: 'Name colleagues to ask; they are written to once the self-assessment is finished',
    params: RoundParams,
    /** Faults stand at `raters.0.email` and the like; where there is one nobody is added. */
    body: z.object({ raters: z.array(NewRater).min(1, { error: 'Name somebody.' }).max(40, { error: 'These are too many at once.' }) }),
    response: { 201: Done },
  },
} as const satisfies Endpoint

export const takeRaterBack = {
  method: 'DELETE',
  url: '/api/people/:ownerId/msf/:itemId/raters/:raterId',
  schema: {
    summary: 'Ask somebody no more. The answer is the same whether they have answered or not, and what was answered stays',
    params: RaterParams,
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const remindRaters = {
  method: 'POST',
  url: '/api/people/:ownerId/msf/:itemId/reminders',
  schema: {
    summary: 'Remind all who have not answered; nobody is told who they are',
    params: RoundParams,
    body: z.object({}),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const extendRound = {
  method: 'POST',
  url: '/api/people/:ownerId/msf/:itemId/extension',
  schema: {
    summary: 'Give a round more days, or open it again before its replies are read',
    params: RoundParams,
    body: z.object({ closesOn: z.string({ error: 'Give the day.' }).pipe(PlainDate) }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const closeRound = {
  method: 'POST',
  url: '/api/people/:ownerId/msf/:itemId/closing',
  schema: {
    summary: 'Close a round that has enough replies before its day',
    params: RoundParams,
    body: z.object({}),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const openReplies = {
  method: 'POST',
  url: '/api/people/:ownerId/msf/:itemId/opening',
  schema: {
    summary: 'Begin to read the replies: from then on nobody can answer any more, so that no reply can be told by what it changes',
    params: RoundParams,
    body: z.object({}),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const readReplies = {
  method: 'GET',
  url: '/api/people/:ownerId/msf/:itemId/replies',
  schema: {
    summary: 'What colleagues said, brought together, for the educational supervisor before it is released',
    params: RoundParams,
    response: {
      200: z.object({
        summary: MsfSummary,
        /** Keys of remarks that are to be left out. In `summary` they stand among the others. */
        leftOut: z.array(z.string()),
      }),
    },
  },
} as const satisfies Endpoint

export const leaveOutRemark = {
  method: 'PUT',
  url: '/api/people/:ownerId/msf/:itemId/left-out',
  schema: {
    summary: 'Whether one remark is left out of what is released, such as one that tells who wrote it',
    params: RoundParams,
    body: z.object({ key: z.string().max(64), isOut: z.boolean() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const setRoundAside = {
  method: 'POST',
  url: '/api/people/:ownerId/msf/:itemId/setting-aside',
  schema: {
    summary: 'Say that a new round is needed, and why. The replies are erased',
    params: RoundParams,
    body: z.object({
      reason: z
        .string()
        .overwrite(wellFormed)
        .trim()
        .min(1, { error: 'Say why. The trainee reads it.' })
        .max(2000, { error: 'This is longer than 2,000 characters.' }),
    }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

// Without an account, by the link alone.

const Code = z.object({ code: z.string().max(200) })
const BySection = z.record(z.string().max(60), Answers).refine((sections) => Object.keys(sections).length <= 20)

export const RaterView = z.object({
  /**
   * `open` to answer; `answered` already; `declined`; `closed` because the round is, though it may be opened again, with what was typed;
   * `over` because it is for good; `paused` while the record is frozen (T1). A link that is not in use is refused with `link_expired`.
   */
  state: z.enum(['open', 'answered', 'declined', 'closed', 'over', 'paused']),
  trainee: z.object({ name: z.string(), hasPhoto: z.boolean() }),
  closesOn: PlainDate,
  rater: z.object({ name: z.string(), role: AssessorRole }),
  roles: z.array(AssessorRole),
  /** At least so many of the scales are rated for a reply to be one. */
  leastRated: z.int(),
  /** The questions, as a form of sections that the rater writes; null unless it is `open`. */
  form: FormShown.nullable(),
  draft: z.object({ role: z.string(), answers: z.record(z.string(), Answers), version: z.int() }).nullable(),
})
export type RaterView = z.infer<typeof RaterView>

export const readFeedback = {
  method: 'GET',
  url: '/api/feedback/:code',
  public: true,
  schema: { summary: 'What a colleague is asked; reading it changes nothing', params: Code, response: { 200: RaterView } },
} as const satisfies Endpoint

export const feedbackPhoto = {
  method: 'GET',
  url: '/api/feedback/:code/photo',
  public: true,
  schema: { summary: 'The trainee’s photo, for who is asked', params: Code, response: { 200: Bytes } },
} as const satisfies Endpoint

export const saveFeedbackDraft = {
  method: 'PUT',
  url: '/api/feedback/:code/draft',
  public: true,
  schema: {
    summary: 'Keep what is typed so far, for the holder of this link alone',
    params: Code,
    body: z.object({ role: z.string().max(60).default(''), answers: BySection, version: z.int().min(0) }),
    /** `late` is said where it is kept though the round has closed; null where it is open. */
    response: { 200: z.object({ version: z.int(), late: z.string().nullable() }) },
  },
} as const satisfies Endpoint

export const sendFeedback = {
  method: 'POST',
  url: '/api/feedback/:code/reply',
  public: true,
  schema: {
    summary: 'Answer. Sent twice it is one; it cannot be changed, for nobody knows any more whose it is',
    params: Code,
    /** `id` is made by the page and kept beside no answer. Faults stand at `role` and at the fields, by their id. */
    body: z.object({ id: z.uuid(), role: AssessorRole, answers: BySection }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const declineFeedback = {
  method: 'POST',
  url: '/api/feedback/:code/decline',
  public: true,
  schema: { summary: 'Decline to answer. Nobody is told', params: Code, body: z.object({}), response: { 200: Done } },
} as const satisfies Endpoint
