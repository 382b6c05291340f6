import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { expect } from 'vitest'
import { readChain } from '../../src/domain/accounts/chain-contract.ts'
import { verifyChain } from '../../src/domain/accounts/verify-chain.ts'
import {
  assessSelf,
  downloadEvidence,
  linkItem,
  readCurriculum,
  readCurriculumItem,
  readEvidence,
  signOffItem,
} from '../../src/domain/curriculum/contract.ts'
import { readCurriculum as curriculumToEdit, saveCurriculum } from '../../src/domain/curriculum/edition-contract.ts'
import { amendItem, recordItem } from '../../src/domain/portfolio/contract.ts'
import { beginUpload, sendPiece } from '../../src/domain/portfolio/file-contract.ts'
import { DECLARATIONS, declarationsOfOwner, OPENINGS } from '../../src/domain/training/declarations-contract.ts'
import { certificateFile, listCertificates, recordCertificate, verifyCertificate } from '../../src/domain/training/papers-contract.ts'
import { readRecord } from '../../src/domain/training/placement-contract.ts'
import { chainOf } from '../../src/server/accounts/chain-queries.ts'
import type { RealServer } from './real-server.ts'
import { appoint, inDays, programme, relate, train } from './related.ts'
import { trainingYear } from './trainee.ts'
import type { Visitor } from './visitor.ts'

export interface People {
  readonly trainee: Visitor
  readonly supervisor: Visitor
  readonly college: Visitor
}

const CODE = 'C1'
const CURRICULUM = { curriculumId: 'imt-stage-1-2019' }
const RULE = 'Two or three pieces, as the college of this test has it.'
const PDF = Buffer.from('%PDF-1.7\n% as it was signed\n%%EOF\n')

/** An item of the curriculum signed off on evidence that was amended since, a declaration, a verified certificate, and an edited curriculum. */
export async function makeTrainingRecord(server: RealServer, { trainee, supervisor, college }: People): Promise<void> {
  const ownerId = trainee.ownerId
  await server.atDatabase(async (house) => {
    const programmeId = await programme(house)
    await appoint(house, college.ownerId, 'college administrator', programmeId)
    await train(house, ownerId, programmeId, { until: inDays(400) })
    await house.db
      .updateTable('trainee')
      .set({ enrolled_on: inDays(-90) })
      .where('owner_id', '=', ownerId)
      .execute()
    await trainingYear(house, ownerId)
    await relate(house, supervisor.ownerId, 'educational supervisor', ownerId)
  })
  const { document, number } = await college.ask(curriculumToEdit, { params: CURRICULUM })
  const edited = { ...document, ruleOfThumb: { ...document.ruleOfThumb, text: RULE } }
  await college.ask(saveCurriculum, { params: CURRICULUM, body: { number, document: edited } })

  const id = uuidv7()
  const item = { title: 'ACAT', notes: 'ACAT: as it was signed', type: 'other', status: 'completed', tags: [{ label: 'take' }] }
  await trainee.ask(recordItem, { body: { id, ...item } })
  await attach(trainee, id)
  await trainee.ask(linkItem, { params: { id }, body: { codes: [CODE], isShown: true } })
  await trainee.ask(assessSelf, { params: { code: CODE }, body: { id: uuidv7(), level: '2', why: 'The take shows it.' } })
  const params = { ownerId, code: CODE }
  const { basis } = await supervisor.ask(readCurriculumItem, { params })
  const signed = { answer: 'signed off at level', level: '2', reasons: { 'one link': 'It explores all of it.' } }
  await supervisor.ask(signOffItem, { params, body: { id: uuidv7(), basis, ...signed } })
  const evidence = await supervisor.ask(readEvidence, { params: { ownerId, itemId: id } })
  const { version } = await trainee.ask(amendItem, {
    params: { id },
    body: { version: 1, title: 'ACAT, amended', notes: 'ACAT, amended: since' },
  })
  expect([evidence.now!.title, version]).toEqual(['ACAT', 2])

  const { now } = await trainee.ask(declarationsOfOwner)
  const { id: textId, sections } = now.find(({ kind }) => kind === 'probity')!.text!
  for (const { code } of sections) await trainee.ask(OPENINGS.probity, { body: { textId, section: code } })
  await trainee.ask(DECLARATIONS.probity.sign, { body: { id: uuidv7(), textId } })

  const als = { id: uuidv7(), title: 'Advanced life support', itemCode: 'A1', issuedOn: inDays(-10) }
  await trainee.ask(recordCertificate, { body: als })
  const fileId = await attach(trainee, als.id)
  const paper = { ownerId, id: als.id }
  await supervisor.bytes(certificateFile, { params: { ...paper, fileId } })
  await supervisor.ask(verifyCertificate, { params: paper, body: { saw: 'file' } })
}

async function attach(owner: Visitor, id: string): Promise<string> {
  const uploadId = uuidv7()
  await owner.ask(beginUpload, { params: { id }, body: { uploadId, name: 'seen.pdf', sizeBytes: PDF.length } })
  return (await owner.ask(sendPiece, { params: { id, uploadId }, query: { offset: 0 }, body: PDF })).file!.id
}

/** The record as its supervisor and its owner see it, with checksums of its files; the chain verifies, and the signature shows what it saw. */
export async function trainingRecordOf(server: RealServer, { trainee, supervisor, college }: People): Promise<unknown> {
  const ownerId = trainee.ownerId
  const chain = await server.atDatabase(({ db }) => chainOf(db, ownerId))
  expect([chain.links.length, await verifyChain(chain)]).toEqual([3, { faults: [], erased: [] }])
  const item = await supervisor.ask(readCurriculumItem, { params: { ownerId, code: CODE } })
  const [signOff] = item.signOffs
  const { itemId } = signOff!.evidence[0]!
  const evidence = await supervisor.ask(readEvidence, { params: { ownerId, itemId } })
  const [kept] = evidence.versions
  expect([kept!.evidence.notes, kept!.hasChanged, evidence.now!.title]).toEqual(['ACAT: as it was signed', true, 'ACAT, amended'])
  const papers = await supervisor.ask(listCertificates, { params: { ownerId } })
  const [als] = papers.certificates
  const sums = [
    await supervisor.bytes(downloadEvidence, {
      params: { ownerId, itemId, fileId: kept!.evidence.files[0]!.id },
      query: { signOff: signOff!.id },
    }),
    await supervisor.bytes(certificateFile, { params: { ownerId, id: als!.id, fileId: als!.files[0]!.id } }),
  ].map(sha256)
  expect(sums).toEqual([sha256(PDF), sha256(PDF)])
  const page = await supervisor.ask(readCurriculum, { params: { ownerId } })
  expect(page.curriculum.ruleOfThumb.text).toBe(RULE)
  return {
    page,
    item,
    evidence,
    papers,
    declared: await trainee.ask(DECLARATIONS.probity.read),
    record: await supervisor.ask(readRecord, { params: { ownerId } }),
    signed: await trainee.ask(readChain),
    curriculum: await college.ask(curriculumToEdit, { params: CURRICULUM }),
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
