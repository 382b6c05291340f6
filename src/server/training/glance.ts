import { may } from '#domain/accounts/permissions.ts'
import { behindInAssessments } from '#server/assessments/count-queries.ts'
import { meetingsOverdue, newSinceLooked, preparedToSign } from '#server/assessments/glance-queries.ts'
import { readyForSignOff } from '#server/curriculum/waiting-queries.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import { behindPace } from './log-pace-queries.ts'
import { rowsToVerify } from './log-queries.ts'
import type { Waiting } from './trainees-queries.ts'

/** What is counted for each trainee on a supervisor's page, in the order shown. Parts of the record add theirs here. */
export const glanceOf = (catalogue: LoadedCatalogue): readonly Waiting[] => [
  {
    what: 'ready for sign-off',
    isFor: (standings, state) => may(standings, 'sign', 'sign_off', { state }).allowed,
    count: (db, ownerIds) => readyForSignOff(db, ownerIds),
  },
  {
    what: 'to sign',
    isFor: (standings, state) => may(standings, 'sign', 'meeting', { section: 'other', state }).allowed,
    count: (db, ownerIds) =>
      preparedToSign(
        db,
        ownerIds,
        catalogue.forms.filter(({ signedBy }) => signedBy === 'supervisor'),
      ),
  },
  {
    what: 'to sign',
    isFor: (standings, state) => may(standings, 'sign', 'meeting', { section: 'educational', state }).allowed,
    count: (db, ownerIds) =>
      preparedToSign(
        db,
        ownerIds,
        catalogue.forms.filter(({ signedBy }) => signedBy === 'educational supervisor'),
      ),
  },
  {
    what: 'to verify',
    isFor: (standings, state) => may(standings, 'verify', 'log', { state }).allowed,
    count: rowsToVerify,
  },
  {
    what: 'meetings overdue',
    isFor: (standings, state) => may(standings, 'write', 'meeting', { section: 'status', state }).allowed,
    count: (db, ownerIds) => meetingsOverdue(db, ownerIds, catalogue.forms),
  },
  {
    what: 'behind',
    isFor: (standings) => may(standings, 'read', 'log').allowed,
    count: (db, ownerIds) => behindPace({ db, catalogue }, ownerIds),
  },
  {
    what: 'behind',
    isFor: (standings) => may(standings, 'read', 'assessment', { section: 'other' }).allowed,
    count: (db, ownerIds) => behindInAssessments({ catalogue }, db, ownerIds),
  },
  {
    what: 'new',
    isFor: (standings) => may(standings, 'read', 'evidence_link').allowed,
    count: newSinceLooked,
  },
]
