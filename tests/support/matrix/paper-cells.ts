import { v7 as uuidv7 } from 'uuid'
import { DECLARATION_KINDS, textInForce, type DeclarationKind } from '#domain/training/declaration-file.ts'
import type { Person } from '../person.ts'
import { inDays } from '../related.ts'
import { reading, type Cell, type Cells } from './cell.ts'
import { PAPER, type MatrixRecord, type PaperKind } from './record.ts'

const textOf = ({ at }: MatrixRecord, kind: DeclarationKind) => textInForce(at.house.catalogue.declarations, kind, inDays(0))!

/** As somebody who has opened every section: what is signed next corrects what they signed before. */
async function toSign(of: MatrixRecord, kind: DeclarationKind, signer: Person) {
  const { id: text_id, sections } = textOf(of, kind)
  const common = { owner_id: of.owner.id, training_year_id: of.yearId, person_id: signer.id, text_id }
  await of.db
    .insertInto('declaration_reading')
    .values(sections.map(({ code }) => ({ ...common, section: code })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const before = await of.db
    .selectFrom('declaration')
    .where('owner_id', '=', of.owner.id)
    .where('kind', '=', kind)
    .where('signed_by', '=', signer.id)
    .select('id')
    .orderBy('signed_at', 'desc')
    .executeTakeFirst()
  return { body: { id: uuidv7(), textId: text_id, corrects: before?.id ?? null } }
}

const ofDeclaration = (kind: DeclarationKind): Cells => {
  const opening: Cell['ask'] = (of) => ({ body: { textId: textOf(of, kind).id, section: textOf(of, kind).sections[0]!.code } })
  const sign = { kind: 'declaration', section: kind, act: 'sign' } as const
  return {
    [`GET declarations/${kind}`]: reading('declaration', undefined, kind),
    // Whoever opened a section of this year has begun.
    [`POST declarations/${kind}/readings`]: { ...sign, state: 'new', ask: opening },
    [`POST declarations/${kind}`]: { ...sign, state: 'begun', ask: (of, asker) => toSign(of, kind, asker) },
  }
}

const ofPaper = (kind: PaperKind, url: string): Cells => {
  const place = { kind, section: 'whole' } as const
  const begun = (of: MatrixRecord) => of.paper(kind)
  const amending = async (of: MatrixRecord, paper = begun) => {
    const { id, version } = await paper(of)
    return { params: { id }, body: { ...PAPER, version } }
  }
  const locked = (of: MatrixRecord) => of.lockedPaper(kind)
  const saw = { body: { saw: 'original' } }
  return {
    [`GET ${url}`]: reading(kind),
    [`GET ${url}/:id/files/:fileId`]: reading(kind, (of) => {
      const { id, fileId } = locked(of)
      return { params: { id, fileId } }
    }),
    [`POST ${url}`]: { ...place, act: 'write', state: 'new', ask: () => ({ body: { id: uuidv7(), ...PAPER } }) },
    [`PUT ${url}/:id`]: [
      { ...place, act: 'write', state: 'begun', ask: (of) => amending(of) },
      { ...place, act: 'write', state: 'locked', ask: (of) => amending(of, async () => locked(of)) },
    ],
    [`POST ${url}/:id/verification`]: [
      { ...place, act: 'verify', state: 'new', ask: async (of) => ({ params: { id: (await begun(of)).id }, ...saw }) },
      { ...place, act: 'verify', state: 'locked', ask: (of) => ({ params: { id: locked(of).id }, ...saw }) },
    ],
  }
}

export const PAPER_CELLS: Cells = {
  'GET declarations': reading('declaration', undefined, 'status'),
  ...Object.assign({}, ...DECLARATION_KINDS.map(ofDeclaration)),
  ...ofPaper('professional_certificate', 'professional-certificates'),
  ...ofPaper('exam_result', 'exam-results'),
}
