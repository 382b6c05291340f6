import type { SignedHead } from '#domain/accounts/chain.ts'
import { headLines } from '#domain/accounts/chain-words.ts'
import type { NewSignOff, OwnYear } from '#domain/curriculum/contract.ts'
import type { CurriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { faultsOfAnswer, signOffNeeds, type ReasonAsked, type SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { curriculumWords, linkWords, signedWords } from '#domain/curriculum/words.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { finishForm } from '#server/accounts/begun-commands.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { relationsOfOwner } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { basisOf, evidenceNow, type EvidenceRow } from './evidence-queries.ts'
import { linkedTo } from './item-queries.ts'
import { newestAssessment } from './page-queries.ts'
import { inHandOf, itemIn, signingsOf, signOffForms, type InHand } from './year-queries.ts'

type House = Pick<Parts, 'db' | 'catalogue' | 'config'>
type Wanted = NewSignOff & { readonly id: string; readonly basis: string }
export interface Signed {
  readonly id: string
  readonly chainNumber: number
}

/**
 * A supervisor's answer for a curriculum item (T9): what they saw is kept as it was, the signature joins the owner's chain, and the
 * trainee is written to. Nothing signed before is changed: the newest of an item and year counts. Sent again, as after a lost answer,
 * it answers what is there.
 * @throws Refusal `not_found`; `not_allowed` for who may not sign; `stale_version` where the evidence or the self-assessment is not as
 *   it was shown; `invalid_input` at the fields of the form
 */
export async function signOffItem(house: House, seen: Seen, code: string, wanted: Wanted): Promise<Signed> {
  const inHand = await inHandOf(house, seen.ownerId)
  const item = itemIn(inHand, code)
  const { year, closed } = (await signingsOf(house.db, seen, inHand))(code)
  const by = await signerOf(house, seen)
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const before = await signedBefore(tx, seen, wanted.id)
    if (before !== null) return before
    if (closed !== null || year === null) throw new Refusal('not_allowed', closed ?? curriculumWords.noYear)
    const evidence = await evidenceLocked(house, tx, seen.ownerId, inHand.curriculum.id, code)
    const assessed = (await newestAssessment(tx, seen.ownerId, inHand.curriculum.id, year.id, code)) ?? null
    if (basisOf(evidence, assessed?.id ?? null) !== wanted.basis) throw new Refusal('stale_version', signedWords.basisChanged)
    const basis = { links: evidence.length, hasSelfAssessment: assessed !== null }
    const faults = faultsOfAnswer(answerOf(wanted), basis, item.scale)
    if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
    const said = kept(wanted, item, basis)
    const at = new Date()
    const selfAssessment =
      assessed === null ? null : { id: assessed.id, level: assessed.level, why: assessed.why, at: assessed.at.toISOString() }
    const head = await signRecord(tx, chainKeyOf(house.config), {
      ownerId: seen.ownerId,
      kind: 'sign-off',
      says: `${linkWords.audited(item.title, code)}, ${year.code}: ${levelTitle(item, said.level) ?? said.answer}`,
      by: { id: by.id, name: by.name, as: by.relation },
      at,
      record: {
        id: wanted.id,
        ownerId: seen.ownerId,
        ...recordOf(inHand, item, year),
        ...said,
        selfAssessment,
        evidence: evidence.map((row) => ({
          itemId: row.evidence.itemId,
          version: row.version,
          title: row.evidence.title,
          hash: row.hash,
          files: row.evidence.files.map(({ id, name, sizeBytes, sha256 }) => ({ id, name, sizeBytes, sha256 })),
        })),
      },
    })
    await tx
      .insertInto('sign_off')
      .values({
        owner_id: seen.ownerId,
        id: wanted.id,
        curriculum_id: inHand.curriculum.id,
        item_code: code,
        training_year_id: year.id,
        training_year: year.code,
        ...said,
        reasons: JSON.stringify(said.reasons),
        signed_by: by.id,
        signed_by_name: by.name,
        relation: by.relation,
        signed_at: at,
        self_assessment_id: assessed?.id ?? null,
        chain_number: head.number,
      })
      .execute()
    await keepVersions(tx, seen.ownerId, wanted.id, evidence)
    await finishForm(tx, seen.viewerId, `${signOffForms(seen.ownerId, inHand.curriculum)}${code}`)
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: said.level === null ? 'curriculum.more_asked' : 'curriculum.signed_off',
      recordKind: 'sign_off',
      recordId: wanted.id,
      about: `${linkWords.audited(item.title, code)}, ${year.code}`,
      changes: [{ field: 'level', before: '', after: levelTitle(item, said.level) ?? said.answer }],
    })
    await tellTrainee(tx, house, seen, { by, item, year, said, head })
    return { id: wanted.id, chainNumber: head.number }
  })
}

const answerOf = ({ answer, level, reasons, note }: NewSignOff): SupervisorAnswer =>
  answer === 'signed off at level' ? { answer, level: level ?? '', reasons: asked(reasons) } : { answer, note }

const asked = (reasons: NewSignOff['reasons']) =>
  Object.fromEntries(Object.entries(reasons).filter(([, reason]) => reason !== undefined)) as Partial<Record<ReasonAsked, string>>

/** What stands in the signature: a level with the reasons that were asked for, or what more is needed. */
function kept({ answer, level, reasons, note }: NewSignOff, item: CurriculumItem, basis: { links: number; hasSelfAssessment: boolean }) {
  if (answer !== 'signed off at level') return { answer, level: null, reasons: {}, note }
  const needs = signOffNeeds({ ...basis, level: item.scale.levels.find(({ code }) => code === level) })
  const wanted: readonly ReasonAsked[] = needs.refused === null ? needs.reasonsFor : []
  return { answer, level, reasons: Object.fromEntries(wanted.map((one) => [one, reasons[one] ?? ''])), note }
}

const levelTitle = (item: CurriculumItem, level: string | null): string | null =>
  item.scale.levels.find(({ code }) => code === level)?.title ?? null

/** What was signed off, by the words of its own version: the curriculum may have another by the time somebody checks. */
const recordOf = ({ curriculum }: InHand, item: CurriculumItem, year: OwnYear) => ({
  curriculum: { id: curriculum.id, title: curriculum.title, version: curriculum.version },
  item: { code: item.code, title: item.title, levels: item.scale.levels.map(({ code, title }) => ({ code, title })) },
  trainingYear: { id: year.id, code: year.code },
})

async function signedBefore(tx: Tx, seen: Seen, id: string): Promise<Signed | null> {
  const row = await tx
    .selectFrom('sign_off')
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .select(['signed_by', 'chain_number'])
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.signed_by !== seen.viewerId) throw notFound()
  return { id, chainNumber: row.chain_number }
}

/** Nothing of the evidence changes until it is signed: who changes an item or its files waits. */
async function evidenceLocked(house: House, tx: Tx, ownerId: string, curriculumId: string, code: string): Promise<EvidenceRow[]> {
  const links = await linkedTo(tx, ownerId, curriculumId, code).clearOrderBy().orderBy('item.id').forShare().execute()
  const rows = await evidenceNow(
    house,
    tx,
    ownerId,
    links.map(({ itemId }) => itemId),
  )
  return [...rows.values()]
}

async function keepVersions(tx: Tx, ownerId: string, signOffId: string, evidence: readonly EvidenceRow[]): Promise<void> {
  if (evidence.length === 0) return
  await tx
    .insertInto('evidence_version')
    .values(
      evidence.map(({ evidence: { itemId, title, type, startedOn, completedOn, notes, filled }, version, hash }) => ({
        owner_id: ownerId,
        sign_off_id: signOffId,
        item_id: itemId,
        item_version: version,
        title,
        type,
        started_on: startedOn,
        completed_on: completedOn,
        notes,
        filled: filled === null ? null : JSON.stringify(filled),
        hash,
      })),
    )
    .execute()
  const files = evidence.flatMap(({ evidence: { itemId, files }, storedAs }) =>
    files.map(({ id, name, mediaType, sizeBytes, sha256 }) => ({
      owner_id: ownerId,
      sign_off_id: signOffId,
      item_id: itemId,
      file_id: id,
      name,
      media_type: mediaType,
      size_bytes: sizeBytes,
      sha256,
      stored_as: storedAs.get(id)!,
    })),
  )
  if (files.length > 0) await tx.insertInto('evidence_version_file').values(files).execute()
}

interface Signer {
  readonly id: string
  readonly name: string
  readonly relation: 'clinical supervisor' | 'educational supervisor'
}

/** As what the viewer signs: in post before over, educational supervisor before clinical, the newest first. */
async function signerOf({ db }: House, seen: Seen): Promise<Signer> {
  const [relations, names] = await Promise.all([relationsOfOwner(db, seen), namesOf(db, [seen.viewerId])])
  const mine = relations
    .filter(({ personId, phase }) => personId === seen.viewerId && phase !== 'before')
    .flatMap(({ relation, phase, from, until }) =>
      (relation === 'clinical supervisor' || relation === 'educational supervisor') && from <= until ? [{ relation, phase, until }] : [],
    )
    .toSorted(
      (a, b) =>
        Number(b.phase === 'during') - Number(a.phase === 'during') ||
        Number(b.relation === 'educational supervisor') - Number(a.relation === 'educational supervisor') ||
        (a.until < b.until ? 1 : -1),
    )
  return { id: seen.viewerId, name: names.get(seen.viewerId) ?? '', relation: mine[0]?.relation ?? 'clinical supervisor' }
}

interface Told {
  readonly by: Signer
  readonly item: CurriculumItem
  readonly year: OwnYear
  readonly said: { readonly answer: SupervisorAnswer['answer']; readonly level: string | null }
  readonly head: SignedHead
}

/** The newest end of the chain leaves the house with the mail (A9). Of what was written nothing goes by mail but the answer. */
async function tellTrainee(tx: Tx, { config }: House, seen: Seen, { by, item, year, said, head }: Told): Promise<void> {
  const [recipient, names] = [await emailOf(tx, seen.ownerId), await namesOf(tx, [seen.ownerId])]
  if (recipient === null) return
  const say = signedWords.mail
  const place = linkWords.audited(item.title, item.code)
  await sendMail(tx, {
    category: 'sign-offs',
    ownerId: seen.ownerId,
    recipient,
    ...writeLetter({
      subject: say.subject(place, said.answer),
      greeting: say.greeting(names.get(seen.ownerId) ?? ''),
      paragraphs: [say.told(by.name, by.relation, place, year.code, levelTitle(item, said.level) ?? said.answer), ...headLines(head)],
      link: { label: say.link, url: `${config.url}/record/${seen.ownerId}/curriculum?item=${item.code}` },
    }),
  })
}
