import { z } from 'zod'
import { archived, Day, InArchive, Moment, type ArchiveGroup } from './archive-kinds.ts'

/** The person, their settings, and who looked at and changed what is theirs. */
export const archiveAccount = {
  person: archived(
    'person',
    z.strictObject({
      name: z.string(),
      mobile: z.string(),
      work_phone: z.string(),
      professional_body: z.string(),
      professional_number: z.string(),
      grade: z.string(),
      specialty: z.string(),
      time_zone: z.string(),
      date_of_birth: Day.nullable(),
      gender: z.string(),
      ethnicity: z.string(),
      disability: z.string(),
      pending_email: z.string().nullable(),
      pending_until: Moment.nullable(),
      version: z.int(),
      registered_at: Moment,
      archive_path: InArchive.nullable(),
    }),
    { leftOut: { photo_as: 'where the bytes lie on this server; `archive_path` says where they lie in the archive' } },
  ),
  preference: archived(
    'preference',
    z.strictObject({
      columns: z.array(z.string()),
      tag_sets: z.array(z.string()),
      accreditor_id: z.string().nullable(),
      unit: z.string(),
      yearly_target: z.int().nullable(),
      year_starts_in: z.int(),
      schemes: z.json(),
      theme: z.string(),
      news_seen: z.string().nullable(),
      // Not in archives that were made before there were tours.
      tours_seen: z.array(z.string()).nullable(),
      mail_off: z.array(z.string()),
    }),
  ),
  audit: archived(
    'who-looked',
    z.strictObject({
      id: z.uuid(),
      at: Moment,
      person_id: z.uuid().nullable(),
      act: z.string(),
      record_kind: z.string(),
      record_id: z.uuid().nullable(),
      about: z.string(),
      changes: z.json(),
    }),
  ),
} as const satisfies ArchiveGroup
