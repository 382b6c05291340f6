import type { z } from 'zod'
import { nameOf } from '#domain/assessments/form-file.ts'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import { MEETING_FORMS, meetingsDue, type MeetingForm } from '#domain/assessments/meetings-due.ts'
import type { listMeetings } from '#domain/assessments/meetings-contract.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { trainingOf } from '#server/training/queries.ts'
import { placementName } from '#server/training/year-queries.ts'
import { mayBegin } from './entry-begin-commands.ts'
import { entryList, type House } from './entry-queries.ts'
import { formOf, formToBegin } from './form-queries.ts'

type Meetings = z.output<(typeof listMeetings)['schema']['response'][200]>

/** The meetings of a record: what its training year asks for, and what there is (T12). */
export async function meetingsOf(house: House, seen: Seen): Promise<Meetings> {
  const { db } = house
  const [training, meetings, names, placements] = await Promise.all([
    trainingOf(db, seen.ownerId),
    entryList(house, seen, ['meeting', 'supervisor report']),
    namesOf(db, [seen.ownerId]),
    db
      .selectFrom('placement')
      .where('owner_id', '=', seen.ownerId)
      .whereRef('until_on', '>=', 'from_on')
      .select(['training_year_id as yearId', 'post', 'site', 'from_on as from', 'until_on as until'])
      .orderBy('from_on')
      .execute(),
  ])
  const today = programmesToday()
  const year = training?.year ?? null
  const forms = MEETING_FORMS.flatMap((name) => {
    const form = formToBegin(house, name)
    return form === null ? [] : [{ name, form }]
  })
  const titles = new Map<MeetingForm, string>(forms.map(({ name, form }) => [name, form.title]))
  const due = meetingsDue(
    today,
    year,
    placements
      .filter(({ yearId }) => yearId === year?.id)
      .map(({ post, site, from, until }) => ({ post: placementName({ post, site }), from, until })),
    meetings
      .filter(({ isCorrected }) => !isCorrected)
      .map(({ id, formId, eventOn, state, placement }) => ({
        id,
        form: nameOf(formOf(house, formId)),
        on: eventOn,
        isSigned: isLocked(state),
        post: placement,
      })),
  )
  return {
    name: names.get(seen.ownerId) ?? '',
    today,
    due: due.flatMap((one) => {
      const title = titles.get(one.form)
      return title === undefined ? [] : [{ ...one, title }]
    }),
    meetings,
    can: {
      readAgenda: mayOf(seen.may('read', 'agenda_point')),
      begin: Object.fromEntries(forms.map(({ name, form }) => [name, mayOf(mayBegin(seen, form.family))])),
    },
  }
}
