import { z } from 'zod'

/**
 * What a mail is about (H3, A6). Each but `account` has its switch in Site settings › Notifications; mails of `account` (registration,
 * passwords, a changed address) always go, for they are how somebody notices that an account is misused.
 */
export const SWITCHED_MAILS = [
  'invitations',
  'training',
  'deadlines',
  'tickets',
  'sign-offs',
  'verification',
  'feedback',
  'reflections',
  'meetings',
  'archive',
  'appraisal',
] as const
export const SwitchedMail = z.enum(SWITCHED_MAILS)
export type SwitchedMail = z.infer<typeof SwitchedMail>

export const MAIL_CATEGORIES = ['account', ...SWITCHED_MAILS] as const
export type MailCategory = (typeof MAIL_CATEGORIES)[number]

export const isSwitched = (category: string): category is SwitchedMail => SwitchedMail.safeParse(category).success

interface Said {
  readonly title: string
  readonly about: string
}

export const mailWords = {
  categories: {
    invitations: { title: 'Invitations', about: 'To a programme, or asking for one.' },
    training: { title: 'My training', about: 'Joining or leaving a programme, and supervisors put right.' },
    deadlines: { title: 'Deadlines', about: 'Reminders of what is due, such as enrolling before a record freezes.' },
    tickets: { title: 'Assessment tickets', about: 'Requests to assess, reminders, and what came of them.' },
    'sign-offs': { title: 'Sign-offs', about: 'When a supervisor has signed. The mail also carries the proof of what was signed.' },
    verification: { title: 'Verification', about: 'Exam results and certificates entered or checked.' },
    feedback: { title: 'Multi-source feedback', about: 'Requests for feedback, reminders, and its release.' },
    reflections: { title: 'Shared reflections', about: 'What became of a reflection you offered, and comments on it.' },
    meetings: { title: 'Meetings and reports', about: 'Meetings recorded, and supervisors’ reports to read.' },
    archive: { title: 'Your archive', about: 'When everything you own is ready to download.' },
    appraisal: { title: 'Appraisal', about: 'A portfolio shared with you, and what your appraiser said and agreed to.' },
  } satisfies Record<SwitchedMail, Said>,
  /** Stands under each mail that can be switched off. */
  foot: 'You choose which emails you get in Cairn: Site settings, Notifications.',
} as const
