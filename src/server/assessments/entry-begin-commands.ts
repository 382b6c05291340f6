import type { z } from 'zod'
import type { NewEntry } from '#domain/assessments/contract.ts'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import { nameOf, type Family, type FormFile } from '#domain/assessments/form-file.ts'
import { hasRound } from '#domain/assessments/msf-questions.ts'
import { recordKindOf } from '#domain/assessments/sections.ts'
import { entryWords as say } from '#domain/assessments/words.ts'
import type { Answer } from '#domain/accounts/permissions.ts'
import { notFound, refuseField } from '#domain/errors.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import { recordOfKind } from '#server/portfolio/kind-commands.ts'
import { trainingOf } from '#server/training/queries.ts'
import { placementsBy } from '#server/training/year-queries.ts'
import { correctionOf, entryRow, type EntryRow, type House } from './entry-queries.ts'
import { guardNew, must } from './entry-commands.ts'
import { formOf, formToBegin } from './form-queries.ts'

const TYPES: Readonly<Record<Family, ItemType>> = {
  'supervised learning event': 'assessment',
  assessment: 'assessment',
  reflection: 'reflection',
  meeting: 'meeting',
  'supervisor report': 'assessment',
}

/** Who may begin a form: to write that there is one. */
export function mayBegin(seen: Seen, family: Family): Answer {
  const kind = recordKindOf(family)
  return kind === 'reflection'
    ? seen.may('write', kind, { section: 'private', state: 'new' })
    : seen.may('write', kind, { section: 'status', state: 'new' })
}

/**
 * Begins a form in the version of today. Sent twice it is one.
 * @throws Refusal `not_allowed`; `invalid_input` at `form`, `eventOn`, `askedId` or `corrects`
 */
export async function beginEntry(house: House, seen: Seen, wanted: z.output<typeof NewEntry>): Promise<{ id: string }> {
  const form = formToBegin(house, wanted.form)
  if (form === null) throw refuseField('form', say.noForm)
  if (form.family === 'reflection' && !seen.may('read', 'reflection', { section: 'private' }).allowed) throw notFound()
  must(mayBegin(seen, form.family))
  if (wanted.eventOn > programmesToday()) throw refuseField('eventOn', say.future)
  if (wanted.askedId !== null) await refuseWrongAsked(house, seen, form, wanted.askedId)
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const made = await recordOfKind(tx, seen, {
      id: wanted.id,
      kind: 'entry',
      title: wanted.title === '' ? form.title : wanted.title,
      type: TYPES[form.family],
      source: 'form',
      completedOn: null,
      startedOn: wanted.eventOn,
    })
    if (!made) return { id: (await entryRow(tx, seen.ownerId, wanted.id)).id }
    const old = wanted.corrects === null ? null : await correctable(house, tx, seen, form, wanted.corrects)
    if (old?.title !== wanted.title) await guardNew(tx, seen, wanted.id, { title: wanted.title }, wanted.overrides)
    const training = await trainingOf(tx, seen.ownerId)
    await tx
      .insertInto('entry')
      .values({
        owner_id: seen.ownerId,
        item_id: wanted.id,
        form_id: form.id,
        training_year_id: training?.year?.id ?? null,
        placement: old?.placement ?? (await placementFor(tx, seen.ownerId, wanted)),
        event_on: wanted.eventOn,
        asked_id: wanted.askedId,
        corrects: wanted.corrects,
        begun_by: seen.viewerId,
        begun_at: new Date(),
      })
      .execute()
    return { id: wanted.id }
  })
}

/** Somebody with an account who is to write the other part is a supervisor of the trainee. */
async function refuseWrongAsked({ db }: House, seen: Seen, form: FormFile, askedId: string): Promise<void> {
  const now = (await relationsOfOwner(db, seen)).filter(({ personId, phase }) => personId === askedId && phase === 'during')
  const supervises = now.filter(({ relation }) => relation === 'educational supervisor' || relation === 'clinical supervisor')
  if (supervises.length === 0) throw refuseField('askedId', say.mayNotAsk)
  if (form.assessing?.notEducationalSupervisor && supervises.some(({ relation }) => relation === 'educational supervisor'))
    throw refuseField('askedId', say.notEducationalSupervisor)
}

/** The post a form is about. @throws Refusal at `eventOn` where the one it names had not begun by then */
async function placementFor(tx: Tx, ownerId: string, { placement, eventOn }: z.output<typeof NewEntry>): Promise<string> {
  const there = await placementsBy(tx, ownerId, eventOn)
  if (placement === '') return there.find(({ until }) => eventOn <= until)?.name ?? ''
  if (!there.some(({ name }) => name === placement)) throw refuseField('eventOn', say.noSuchPost)
  return placement
}

async function correctable(house: House, tx: Tx, seen: Seen, form: FormFile, id: string): Promise<EntryRow> {
  const old = await entryRow(tx, seen.ownerId, id).catch(() => null)
  if (old === null) throw refuseField('corrects', say.notTheirs)
  if (nameOf(formOf(house, old.formId)) !== nameOf(form)) throw refuseField('corrects', say.otherForm)
  if (!isLocked(old.state)) throw refuseField('corrects', say.onlyLocked)
  if (hasRound(form)) throw refuseField('corrects', say.newRound)
  const later = await correctionOf(tx, seen.ownerId, id)
  if (later !== undefined) throw refuseField('corrects', say.correctedAlready)
  return old
}
