/**
 * How far a round of feedback is (F5): `preparing` until the trainee's own assessment is locked; `open` while raters answer; `closed` by
 * its day, or by the trainee or the educational supervisor, and still unread; `read` once the educational supervisor has opened the
 * replies, after which nobody can answer any more; then `released`, or `set aside` where a new round is needed.
 */
export const ROUND_STATES = ['preparing', 'open', 'closed', 'read', 'released', 'set aside'] as const
export type RoundState = (typeof ROUND_STATES)[number]
