import sharp from 'sharp'
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid'
import type { GivenRelation } from '#domain/accounts/relations.ts'
import type { Audience } from '#domain/assessments/shares.ts'
import { readProfile, saveDraft, saveProfile } from '#domain/accounts/profile-contract.ts'
import { recordAbsence } from '#domain/training/absence-contract.ts'
import { addLibraryFile, makeFolder } from '#domain/training/library-contract.ts'
import { recordCertificate, recordExam, verifyCertificate, verifyExam } from '#domain/training/papers-contract.ts'
import { raiseAgendaPoint } from '#domain/training/agenda-contract.ts'
import { readLogs, recordLogRow, takeOverWorkbook, verifyLogRows, type LogRow } from '#domain/training/logs-contract.ts'
import { askCorrection } from '#domain/training/placement-contract.ts'
import { savePhoto } from '../../../src/server/accounts/photo.ts'
import { ownSight } from '../../../src/server/accounts/seen.ts'
import { answer, assess, attach, evidence, IMT, trainee } from '../curriculum.ts'
import { link } from '../evidence-links.ts'
import type { TestHouse } from '../house.ts'
import { aModule } from '../modules.ts'
import type { Person } from '../person.ts'
import { inDays, relate } from '../related.ts'
import { sign } from '../trainee.ts'
import { PDF, upload } from '../uploading.ts'
import { bookForm, CLINIC } from '../logs.ts'
import { PLANTED } from './planted.ts'
import { workbookToTakeOver } from './workbook.ts'

export const PAPER = { title: 'Advanced life support', issuedOn: inDays(-1), takenOn: inDays(-1), result: 'passed' }
/** The version of the curriculum that comes after the one the owners train by. */
export const NEXT_IMT = 'imt-next'
export type PaperKind = 'professional_certificate' | 'exam_result'

interface Paper {
  readonly id: string
  readonly version: number
  readonly fileId: string
}

/** A trainee's whole record for the permission matrix, with something of every kind in it. */
export class MatrixRecord {
  readonly at: TestHouse
  readonly owner: Person & { programmeId: string }
  /** Somebody who is to this owner what a test makes them. */
  readonly bystander: Person
  traineeId = ''
  yearId = ''
  itemId = ''
  fileId = ''
  unlinkedId = ''
  pictureId = ''
  readonly folderId = uuidv7()
  isFrozen = false
  readonly papers = new Map<string, Paper>()
  logUploadId = ''
  lockedLogRow!: LogRow
  #openLogRow!: LogRow
  #days = 0

  constructor(at: TestHouse, owner: Person & { programmeId: string }, bystander: Person) {
    this.at = at
    this.owner = owner
    this.bystander = bystander
  }

  static async make(at: TestHouse, programmeId: string, bystander: Person): Promise<MatrixRecord> {
    const owner = await trainee(at, { programmeId, years: ['IMY2'] })
    const record = new MatrixRecord(at, owner, bystander)
    await record.#fill()
    return record
  }

  get db() {
    return this.at.house.db
  }

  async #fill(): Promise<void> {
    const { owner, at, db } = this
    await at.house.shelf.offer({ editions: [aModule('sepsis'), aModule('aki')], pictures: [] })
    const row = await db.selectFrom('training_year').where('owner_id', '=', owner.id).select(['id', 'trainee_id']).executeTakeFirstOrThrow()
    this.yearId = row.id
    this.traineeId = row.trainee_id
    await this.photo()
    const { email: _email, pendingEmail: _pending, hasPhoto: _photo, ...profile } = await owner.ask(readProfile)
    await owner.ask(saveProfile, {
      body: { ...profile, mobile: '07700 900123', dateOfBirth: '1931-02-03', gender: PLANTED.gender, disability: PLANTED.disability },
    })
    await owner.ask(saveDraft, { params: { '*': 'new-item' }, body: { draft: { title: PLANTED.draft } } })
    const item = await evidence(owner, ['C1'], { title: 'Linked', personalReason: PLANTED.reason, tags: [{ label: PLANTED.tag }] })
    this.itemId = item.id
    this.fileId = await attach(owner, item.id, 'linked.txt', 'Linked')
    const unlinked = await owner.record({ title: PLANTED.unlinked, notes: PLANTED.notes, tags: [{ label: PLANTED.tag }] })
    this.unlinkedId = unlinked.id
    this.pictureId = (await upload(owner, unlinked.id, 'picture.png', await picture())).id
    await assess(owner, 'C1', '2', PLANTED.assessment)
    await owner.ask(makeFolder, { body: { id: this.folderId, name: PLANTED.folder, parentId: null } })
    await owner.ask(addLibraryFile, { body: { id: uuidv7(), name: PLANTED.library, folderId: this.folderId } })
    await sign(owner, owner.id, 'health', { detail: PLANTED.health })
    await sign(owner, owner.id, 'probity', { detail: PLANTED.probity })
    const absence = { id: uuidv7(), type: 'sickness', from: inDays(-9), until: inDays(-9), workingDays: 1, note: PLANTED.absence }
    await owner.ask(recordAbsence, { body: absence })
    await relate(at.house, this.bystander.id, 'clinical supervisor', owner.id)
    await answer(this.bystander, owner, 'C1', { answer: 'more evidence needed', note: PLANTED.signOff })
    const relationId = await this.relation('clinical supervisor')
    await owner.ask(askCorrection, { body: { relationId, says: PLANTED.correction } })
    for (const kind of ['professional_certificate', 'exam_result'] as const) {
      this.papers.set(`${kind} begun`, await this.#newPaper(kind))
      this.papers.set(`${kind} locked`, await this.#locked(await this.#newPaper(kind), kind))
    }
    await this.#fillLogs()
  }

  async #fillLogs(): Promise<void> {
    const { owner } = this
    await owner.ask(raiseAgendaPoint, { body: { id: uuidv7(), text: PLANTED.agenda } })
    this.#openLogRow = await this.#newLogRow()
    this.lockedLogRow = await this.#newLogRow()
    const { id, version } = this.lockedLogRow
    await this.bystander.ask(verifyLogRows, { params: { ownerId: owner.id }, body: { rows: [{ id, version }] } })
    await owner.ask(takeOverWorkbook, await bookForm(await workbookToTakeOver(0)))
    this.logUploadId = (await owner.ask(readLogs)).uploads[0]!.id
  }

  #newLogRow = (): Promise<LogRow> =>
    this.owner.ask(recordLogRow, { body: { id: uuidv7(), fields: { ...CLINIC, comments: PLANTED.log, on: inDays(-500 - this.#days++) } } })

  /** One that is not verified, new unless the record is frozen. */
  logRow = (): Promise<LogRow> | LogRow => (this.isFrozen ? this.#openLogRow : this.#newLogRow())

  async agendaPoint(): Promise<string> {
    const id = uuidv7()
    await this.db
      .insertInto('agenda_point')
      .values({ owner_id: this.owner.id, id, text: PLANTED.agenda, raised_by: this.owner.id })
      .execute()
    return id
  }

  /** As if the owner had never enrolled, and it is too late now (T1). */
  async freeze(): Promise<void> {
    this.isFrozen = true
    await this.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', this.owner.id).execute()
  }

  async photo(): Promise<void> {
    await savePhoto(this.at.house, ownSight(this.owner.id), await picture())
  }

  /** A day to come of which nothing is known yet, by how many days from today. */
  nextDay(): number {
    return 1000 + 10 * this.#days++
  }

  async #newPaper(kind: PaperKind): Promise<Paper> {
    const { id, version } = await this.owner.ask(kind === 'exam_result' ? recordExam : recordCertificate, {
      body: { id: uuidv7(), ...PAPER },
    })
    const file = await upload(this.owner, id, 'paper.pdf', PDF)
    return { id, version, fileId: file.id }
  }

  async #locked(paper: Paper, kind: PaperKind): Promise<Paper> {
    const params = { ownerId: this.owner.id, id: paper.id }
    await this.bystander.ask(kind === 'exam_result' ? verifyExam : verifyCertificate, { params, body: { saw: 'original' } })
    return paper
  }

  /** One that is not verified, new unless the record is frozen. */
  paper = (kind: PaperKind): Promise<Paper> | Paper => (this.isFrozen ? this.papers.get(`${kind} begun`)! : this.#newPaper(kind))

  lockedPaper = (kind: PaperKind): Paper => this.papers.get(`${kind} locked`)!

  /** An item that is not linked yet; what is linked can be read by its title. */
  item = () => this.owner.completed({ title: 'To be linked' })

  /** An item linked to one item of the curriculum. */
  async linked(code: string): Promise<string> {
    const { id } = await this.item()
    await link(this.at, this.owner.id, id, IMT, code)
    return id
  }

  async file(): Promise<{ id: string; fileId: string }> {
    const { id } = await this.item()
    return { id, fileId: (await upload(this.owner, id, 'picture.png', await picture())).id }
  }

  relation(relation: GivenRelation): Promise<string> {
    return relate(this.at.house, this.bystander.id, relation, this.owner.id, { from: inDays(-2), until: inDays(2) })
  }

  async correction(): Promise<string> {
    const id = uuidv7()
    const relation_id = await this.relation('clinical supervisor')
    await this.db
      .insertInto('supervisor_correction')
      .values({ owner_id: this.owner.id, id, relation_id, says: PLANTED.correction, asked_at: new Date() })
      .execute()
    return id
  }

  async absence(): Promise<string> {
    const [id, day] = [uuidv7(), inDays(this.nextDay())]
    await this.db
      .insertInto('absence')
      .values({ owner_id: this.owner.id, id, type: 'sickness', from_on: day, until_on: day, half_days: 1, recorded_by: this.owner.id })
      .execute()
    return id
  }

  async year(): Promise<{ id: string; from: string; until: string }> {
    const [id, day] = [uuidv7(), this.nextDay()]
    const [from, until] = [inDays(day), inDays(day + 5)]
    await this.db
      .insertInto('training_year')
      .values({ owner_id: this.owner.id, id, trainee_id: this.traineeId, code: 'IMY3', from_on: from, until_on: until })
      .execute()
    return { id, from, until }
  }

  async placement(): Promise<string> {
    const [id, year] = [uuidv7(), await this.year()]
    await this.db
      .insertInto('placement')
      .values({
        owner_id: this.owner.id,
        id,
        training_year_id: year.id,
        post: 'Post',
        site: 'Site',
        from_on: year.from,
        until_on: year.until,
        given_by: uuidv7(),
      })
      .execute()
    return id
  }

  /** A link proposed as after a move to the next version. */
  async proposal(): Promise<string> {
    const [id, move_id] = [uuidv7(), uuidv7()]
    const common = { owner_id: this.owner.id }
    await this.db
      .insertInto('curriculum_move')
      .values({
        ...common,
        id: move_id,
        trainee_id: this.traineeId,
        from_curriculum: IMT,
        to_curriculum: NEXT_IMT,
        moved_by: uuidv7(),
      })
      .execute()
    const link = { ...common, id, move_id, item_id: (await this.item()).id, from_codes: ['C1'], to_curriculum: NEXT_IMT, to_code: 'C2' }
    await this.db.insertInto('proposed_link').values(link).execute()
    return id
  }

  /** A form that nobody has signed. */
  async entry(formId: string, askedId: string | null, begunBy = this.owner.id): Promise<string> {
    const [id, day] = [uuidv7(), inDays(0)]
    await this.db
      .insertInto('item')
      .values({
        owner_id: this.owner.id,
        id,
        kind: 'entry',
        source: 'form',
        title: 'A form',
        status: 'in progress',
        started_on: day,
        added_on: day,
      })
      .execute()
    await this.db
      .insertInto('entry')
      .values({
        owner_id: this.owner.id,
        item_id: id,
        form_id: formId,
        event_on: day,
        asked_id: askedId,
        begun_by: begunBy,
        begun_at: new Date(),
      })
      .execute()
    if (formId.startsWith('cbd')) await this.written(id, 'case', { problem: 'A case', setting: 'ward' })
    return id
  }

  /** As if the owner had written a part of it. */
  async written(itemId: string, section: string, answers: object): Promise<void> {
    const part = { owner_id: this.owner.id, item_id: itemId, section, saved_by: this.owner.id, saved_at: new Date() }
    await this.db
      .insertInto('entry_part')
      .values({ ...part, answers: JSON.stringify(answers) })
      .execute()
  }

  /** A reflection with both layers written, shared with these. What is shared says something else than what is not. */
  async reflection(audiences: readonly Audience[]): Promise<string> {
    const id = await this.entry('era-2026', null)
    const of = { owner_id: this.owner.id, item_id: id }
    const learned = audiences.length === 0 ? PLANTED.learning : PLANTED.shared
    const parts = {
      scratch: { 'scratch-note': PLANTED.scratch },
      learning: { experience: learned, reflection: 'Late.', action: 'Sooner.' },
    }
    await this.db
      .insertInto('entry_part')
      .values(
        Object.entries(parts).map(([section, answers]) => ({ ...of, section, answers: JSON.stringify(answers), saved_at: new Date() })),
      )
      .execute()
    if (audiences.length > 0)
      await this.db
        .insertInto('entry_share')
        .values(audiences.map((audience) => ({ ...of, id: uuidv7(), audience, shared_at: new Date() })))
        .execute()
    return id
  }

  /** A published copy that the owner offered. */
  async offer(): Promise<{ offerId: string; programmeId: string; sharedId: string }> {
    const [offerId, sharedId, programme_id] = [uuidv7(), uuidv4(), this.owner.programmeId]
    await this.db
      .insertInto('shared_reflection')
      .values({
        programme_id,
        id: sharedId,
        form_id: 'era-2026',
        state: 'published',
        title: 'A copy',
        parts: '[]',
        published_on: inDays(0),
      })
      .execute()
    await this.db
      .insertInto('reflection_offer')
      .values({ owner_id: this.owner.id, id: offerId, item_id: uuidv7(), programme_id, shared_id: sharedId, offered_at: new Date() })
      .execute()
    return { offerId, programmeId: programme_id, sharedId }
  }

  /** As if somebody had signed it. */
  submitted = (itemId: string): Promise<void> => this.stepped(itemId, 'submit')

  /** As if it had been brought so far. */
  async stepped(itemId: string, step: 'prepare' | 'submit'): Promise<void> {
    await this.db
      .insertInto('entry_step')
      .values({
        owner_id: this.owner.id,
        item_id: itemId,
        step,
        by_name: 'Dr By Stander',
        by_as: 'assessor',
        answers: '{}',
        at: new Date(),
      })
      .execute()
  }

  /** A draft of an objective. */
  async objective(): Promise<string> {
    const [id, now] = [uuidv7(), new Date()]
    await this.db
      .insertInto('objective')
      .values({
        owner_id: this.owner.id,
        id,
        objective: 'Lead ten rounds',
        target_on: inDays(90),
        state: 'draft',
        made_at: now,
        changed_at: now,
      })
      .execute()
    return id
  }

  /** Waits in the owner's mailbox. */
  async invitation(): Promise<string> {
    const id = uuidv7()
    await this.db
      .insertInto('invitation')
      .values({
        id,
        email: this.owner.email,
        programme_id: this.owner.programmeId,
        training_year: 'IMY2',
        starts_on: inDays(-100),
        token_hash: id,
        invited_by: uuidv7(),
      })
      .execute()
    return id
  }

  /** Somebody's form that was kept on a day of their own. */
  async begunForm(person: Person, code: string, daysAgo: number): Promise<void> {
    const form = `sign-off/${this.owner.id}/${IMT}/${code}`
    await this.db
      .insertInto('draft')
      .values({ owner_id: person.id, form, body: '{}', begun_at: new Date(Date.now() - daysAgo * 86_400_000) })
      .execute()
  }
}

export const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
