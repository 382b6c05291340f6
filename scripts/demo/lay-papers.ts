import { addDays, addMonths, longDate, type PlainDate } from '#domain/plain-date.ts'
import { bodyOf, textInForce } from '#domain/training/declaration-file.ts'
import { expiryOn } from '#domain/training/expiry.ts'
import { certificateOf } from './demo-files.ts'
import { plainItem, type DemoItem } from './demo-item.ts'
import type { Placed } from './lay-out.ts'
import type { Pending } from './sign-in-order.ts'
import { DECLARED, type YearCode } from './trainee-answers.ts'
import { at, CURRICULUM, type Desk, type Span } from './training-house.ts'

/** What the trainee and the educational supervisor signed, having opened every section first. */
export async function declarationsOf(
  { tx, house, people, owner, today, random, trail }: Desk,
  years: Readonly<Record<YearCode, Span & { readonly id: string }>>,
): Promise<Pending[]> {
  const pending: Pending[] = []
  for (const [nth, { year: code, ago, kind, by }] of DECLARED.entries()) {
    const text = textInForce(house.catalogue.declarations, kind, today)
    if (text === null) throw new Error(`The demo has no text for the declaration of ${kind}.`)
    const day = addDays(today, -ago)
    const when = new Date(at(day, '18:00').getTime() + nth * 600_000)
    const signer = by === 'trainee' ? owner : people.educational
    const signedAs = by === 'trainee' ? ('trainee' as const) : ('educational supervisor' as const)
    const year = years[code]
    await tx
      .insertInto('declaration_reading')
      .values(
        text.sections.map(({ code: section }, at) => ({
          owner_id: owner.id,
          training_year_id: year.id,
          person_id: signer.id,
          text_id: text.id,
          section,
          opened_at: new Date(when.getTime() - (10 - at) * 45_000),
        })),
      )
      .execute()
    const id = random.id(when.getTime())
    const sections = text.sections.map(({ heading }) => heading)
    const body = bodyOf(text)
    pending.push({
      signing: {
        ownerId: owner.id,
        kind: 'declaration',
        says: `${text.title}, ${code}`,
        by: { id: signer.id, name: signer.name, as: signedAs },
        at: when,
        record: {
          declaration: kind,
          id,
          textId: text.id,
          version: text.version,
          title: text.title,
          body,
          sections,
          document: text.document.title,
          detail: '',
          trainingYear: { id: year.id, code, from: year.from, until: year.until },
          signedOn: day,
          corrects: null,
        },
      },
      async keep(number) {
        await tx
          .insertInto('declaration')
          .values({
            owner_id: owner.id,
            id,
            training_year_id: year.id,
            kind,
            signed_by: signer.id,
            signed_as: signedAs,
            signer_name: signer.name,
            text_id: text.id,
            text_version: text.version,
            title: text.title,
            body,
            sections,
            number,
            signed_on: day,
            signed_at: when,
          })
          .execute()
        trail.add(when, {
          ownerId: owner.id,
          personId: signer.id,
          act: 'declaration.signed',
          recordKind: 'declaration',
          recordId: id,
          about: `${text.title}, ${code}`,
        })
      },
    })
  }
  return pending
}

interface Paper {
  readonly title: string
  readonly ago: number
  readonly itemCode: string | null
  readonly awardingBody: string
}
const CERTIFICATES: readonly (Paper & { number: string; verifiedAgo: number | null; validMonths: number })[] = [
  {
    title: 'Advanced life support (ALS)',
    ago: 421,
    itemCode: 'A1',
    awardingBody: 'Resuscitation Council UK',
    number: 'DEMO-ALS-0000',
    verifiedAgo: 412,
    validMonths: 48,
  },
  {
    title: 'Good clinical practice (GCP)',
    ago: 700,
    itemCode: null,
    awardingBody: 'Demo Research Network',
    number: 'DEMO-GCP-0000',
    verifiedAgo: null,
    validMonths: 24,
  },
]
const EXAMS: readonly (Paper & { uploadedAgo: number })[] = [
  { title: 'MRCP(UK) Part 1', ago: 470, itemCode: 'E1', awardingBody: 'Federation of the Royal Colleges of Physicians', uploadedAgo: 438 },
  {
    title: 'MRCP(UK) Part 2 Written',
    ago: 84,
    itemCode: 'E2',
    awardingBody: 'Federation of the Royal Colleges of Physicians',
    uploadedAgo: 52,
  },
]

/** Certificates first, then exams, in the order `papersOf` takes them back. */
export const paperItems = (today: PlainDate): DemoItem[] => [
  ...CERTIFICATES.map(({ title, ago }) => {
    const on = addDays(today, -ago)
    // What was earned before training began was entered when it did.
    const addedOn = addDays(today, -Math.min(ago - 2, 508))
    const files = [certificateOf(title, longDate(on))]
    return plainItem(title, { kind: 'certificate', type: 'certificate', status: 'completed', completedOn: on, addedOn, files })
  }),
  ...EXAMS.map(({ title, ago, uploadedAgo }) =>
    plainItem(title, {
      kind: 'exam',
      type: 'exam',
      source: 'college',
      status: 'completed',
      completedOn: addDays(today, -ago),
      addedOn: addDays(today, -uploadedAgo),
    }),
  ),
]

/** The details of what `paperItems` laid out, and who confirmed them: a supervisor who saw the paper, the college that sent the result. */
export async function papersOf({ tx, people, owner, today, trail }: Desk, placed: readonly Placed[]): Promise<Pending[]> {
  const pending: Pending[] = []
  for (const [nth, { title, ago, itemCode, awardingBody, number, verifiedAgo, validMonths }] of CERTIFICATES.entries()) {
    const [id, issuedOn] = [placed[nth]!.id, addDays(today, -ago)]
    const expiresOn = addDays(addMonths(issuedOn, validMonths), -1)
    const details = { awarding_body: awardingBody, number, issued_on: issuedOn, expires_on: expiresOn }
    const met = { curriculum_id: itemCode === null ? null : CURRICULUM, item_code: itemCode }
    await tx
      .insertInto('professional_certificate')
      .values({ owner_id: owner.id, item_id: id, ...details, ...met })
      .execute()
    if (verifiedAgo === null) continue
    const seenOn = addDays(today, -verifiedAgo)
    pending.push(
      verifiedBy({
        id,
        title,
        says: title,
        by: { ...people.past, as: 'clinical supervisor' },
        when: at(seenOn, '15:00'),
        saw: 'original',
        act: 'professional_certificate.verified',
        record: {
          verified: 'certificate',
          id,
          title,
          itemCode,
          awardingBody,
          source: 'self',
          corrects: null,
          number,
          issuedOn,
          expiresOn,
          expiry: expiryOn(seenOn, expiresOn),
          files: [],
        },
      }),
    )
  }
  for (const [nth, { title, ago, itemCode, awardingBody }] of EXAMS.entries()) {
    const { id, addedAt } = placed[CERTIFICATES.length + nth]!
    const takenOn = addDays(today, -ago)
    const details = { candidateNumber: 'DEMO-0001', diet: `Demo sitting of ${longDate(takenOn)}`, takenOn, result: 'passed' as const }
    await tx
      .insertInto('exam_result')
      .values({
        owner_id: owner.id,
        item_id: id,
        curriculum_id: CURRICULUM,
        item_code: itemCode,
        awarding_body: awardingBody,
        candidate_number: details.candidateNumber,
        diet: details.diet,
        taken_on: takenOn,
        result: details.result,
        source: 'college',
      })
      .execute()
    pending.push(
      verifiedBy({
        id,
        title: `${title}, ${longDate(takenOn)}`,
        says: `${title}, passed`,
        by: { ...people.college, as: 'college administrator' },
        when: addedAt,
        saw: 'college',
        act: 'exam_result.uploaded',
        record: { verified: 'exam', id, title, itemCode, ...details, source: 'college', corrects: null },
      }),
    )
  }
  return pending

  function verifiedBy(one: {
    readonly id: string
    readonly title: string
    readonly says: string
    readonly by: Pending['signing']['by']
    readonly when: Date
    readonly saw: 'original' | 'college'
    readonly act: string
    readonly record: Pending['signing']['record']
  }): Pending {
    const { id, title, says, by, when, saw, act, record } = one
    return {
      signing: { ownerId: owner.id, kind: 'verification', says, by, at: when, record: { ...record, saw } },
      async keep(number) {
        await tx
          .insertInto('verification')
          .values({ owner_id: owner.id, item_id: id, verified_by: by.id, verified_as: by.as, saw, number, verified_at: when })
          .execute()
        trail.add(when, { ownerId: owner.id, personId: by.id, act, recordKind: 'item', recordId: id, about: title })
      },
    }
  }
}
