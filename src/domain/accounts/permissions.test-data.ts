import type { Act, RecordKind, State } from './permission-table.ts'
import type { Standing } from './permissions.ts'
import { RELATIONS } from './relations.ts'

/**
 * The matrix once more, for tests: owner, clinical and educational supervisor, tutor, director, coordinator, college, panel, lay member.
 * What the table lets somebody do is compared with this, so that a cell that slips there is noticed.
 */
const AS_AGREED = `
  account.whole                 RW - - - - - - - -
  appraisal.whole               RW - - - - - - - -
  audit.whole                   R - - - - - - - -
  connection.whole              RW - - - - - - - -
  draft.whole                   RW - - - - - - - -
  file.whole                    RW - - - - - - - -
  item.whole                    RW - - - - - - - -
  learning.whole                RW - - - - - - - -
  preference.whole              RW - - - - - - - -
  report.whole                  RW - - - - - - - -
  tag.whole                     RW - - - - - - - -
  profile.contact               RW R R R R RW RW R R
  profile.photo                 RW R R R R R R R R
  profile.equality              RW - - - - - - - -
  programme_enrolment.whole     RW R R R R R R R -
  placement.whole               R R R R R RW R R R
  relation.supervision          R R R R R RW R R R
  relation.panel                R R R R R RW R R R
  supervisor_correction.request RW - - R R R R - -
  supervisor_correction.naming  R - - RW RW R R - -
  supervisor_correction.outcome R - - R R RW R - -
  evidence_link.whole           RW R R R R - - R R
  library_file.private          RW - - - - - - - -
  self_assessment.whole         RW R R R R - - R R
  sign_off.whole                R RWS RWS R R - - R R
  supervisor_note.status        R R R - - - - - -
  supervisor_note.text          - RW RW - - - - - -
  declaration.status            R - R R R R R R -
  declaration.probity           RWS - R R R - - R -
  declaration.health            RWS - R - R - - R -
  declaration.agreement         RWS - RWS R R - - R -
  professional_certificate.whole RW RV RV R R RV RV R R
  exam_result.whole             RW RV RV R R RV RWV R R
  chain.head                    R R R R R R R R R
  chain.whole                   R - - - - - - - -
  curriculum_move.whole         R R R R R R RW R -
  log.whole                     RW RV RV R R - - R R
  agenda_point.whole            RW RW RW R R - - - -
  reflection.private            RW - - - - - - - -
  reflection.shared             RW R R R R - - R R
  reflection.comments           RC RC RC R R - - R R
  shared_collection.whole       RW - - - - - - - -
  assessment.status             RW R R R R R - R R
  assessment.own                RW R R R R - - R R
  assessment.other              R RWS RWS R R - - R R
  assessment.educational        R R RWS R R - - R R
  assessment.comments           RC R R R R - - R R
  msf_round.raters              RW - R - - - - - -
  msf_round.course              RW - RW - - - - - -
  msf_round.judgement           R - RW - - - - - -
  msf_replies.whole             - - R - - - - - -
  meeting.status                RW RW RW R R R - R R
  meeting.own                   RWS R R R R - - R R
  meeting.other                 R RWS RWS R R - - R R
  meeting.educational           R R RWS R R - - R R
  meeting.wellbeing             R R R - - - - - -
  meeting.comments              RC RC RC R R - - R R
  supervisor_report.status      R R RW R R R - R R
  supervisor_report.own         RWS R R R R - - R R
  supervisor_report.other       R R RWS R R - - R R
  supervisor_report.comments    RC R RC R R - - R R
  pdp.whole                     RW R R R R - - R R
  pdp.agreement                 R R RS R R - - R R
  pdp.comments                  RC RC RC R R - - R R
  kept_record.whole             - - - R R R - - -
  presentation.whole            RW R R R R - - R R
  signed_elsewhere.whole        R RV RV R R RV - R R
  signed_elsewhere.few          R - RV - - - - - -
  absence.whole                 RW R R R R RW RW R -
`
const LETTERS: Readonly<Record<Act, string>> = { read: 'R', write: 'W', sign: 'S', comment: 'C', verify: 'V' }

/** By kind and section, such as `profile.contact`. */
export const AGREED = new Map(
  AS_AGREED.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([place, ...cells]) => [place!, cells] as const),
)

interface Place {
  readonly kind: RecordKind
  readonly section: string
  readonly state?: State | undefined
}

/** Whether somebody who is this may do that, by the matrix, their dates and how far the record is. */
export function isAgreed({ relation, phase }: Standing, act: Act, { kind, section, state }: Place): boolean {
  const inMatrix = AGREED.get(`${kind}.${section}`)![RELATIONS.indexOf(relation)]!.includes(LETTERS[act])
  const inTime = phase === 'during' || (phase === 'grace' && (act === 'read' || state === 'begun'))
  const inState = act === 'read' || (state !== 'locked' && state !== 'frozen')
  return inMatrix && inTime && inState
}
