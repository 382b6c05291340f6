import { z } from 'zod'
import { archived, Day, InArchive, Moment, type ArchiveGroup } from './archive-kinds.ts'

/** The curriculum: evidence, self-assessments and sign-offs. */
export const archiveCurriculum = {
  curriculum_move: archived(
    'curriculum-move',
    z.strictObject({
      id: z.uuid(),
      trainee_id: z.uuid(),
      from_curriculum: z.string(),
      to_curriculum: z.string(),
      moved_by: z.uuid(),
      moved_at: Moment,
    }),
  ),
  proposed_link: archived(
    'proposed-link',
    z.strictObject({
      id: z.uuid(),
      move_id: z.uuid(),
      item_id: z.uuid(),
      from_codes: z.array(z.string()),
      to_curriculum: z.string(),
      to_code: z.string(),
      answer: z.string(),
      answered_at: Moment.nullable(),
    }),
  ),
  evidence_link: archived(
    'evidence-link',
    z.strictObject({
      id: z.uuid(),
      item_id: z.uuid(),
      curriculum_id: z.string(),
      item_code: z.string(),
      linked_by: z.uuid(),
      linked_at: Moment,
      unlinked_at: Moment.nullable(),
    }),
  ),
  evidence_version: archived(
    'evidence-version',
    z.strictObject({
      sign_off_id: z.uuid(),
      item_id: z.uuid(),
      item_version: z.int(),
      title: z.string(),
      type: z.string().nullable(),
      started_on: Day.nullable(),
      completed_on: Day.nullable(),
      notes: z.string(),
      hash: z.string(),
      filled: z.json().nullable(),
    }),
  ),
  evidence_version_file: archived(
    'evidence-version-file',
    z.strictObject({
      sign_off_id: z.uuid(),
      item_id: z.uuid(),
      file_id: z.uuid(),
      name: z.string(),
      media_type: z.string(),
      size_bytes: z.int(),
      sha256: z.string(),
      archive_path: InArchive,
    }),
    { leftOut: { stored_as: 'where the bytes lie on this server; `archive_path` says where they lie in the archive' } },
  ),
  self_assessment: archived(
    'self-assessment',
    z.strictObject({
      id: z.uuid(),
      curriculum_id: z.string(),
      item_code: z.string(),
      training_year_id: z.uuid(),
      training_year: z.string(),
      level: z.string(),
      why: z.string(),
      assessed_at: Moment,
    }),
  ),
  sign_off: archived(
    'sign-off',
    z.strictObject({
      id: z.uuid(),
      curriculum_id: z.string(),
      item_code: z.string(),
      training_year_id: z.uuid(),
      training_year: z.string(),
      answer: z.string(),
      level: z.string().nullable(),
      reasons: z.json(),
      note: z.string(),
      signed_by: z.uuid(),
      signed_by_name: z.string(),
      relation: z.string(),
      signed_at: Moment,
      self_assessment_id: z.uuid().nullable(),
      chain_number: z.int(),
    }),
  ),
} as const satisfies ArchiveGroup
