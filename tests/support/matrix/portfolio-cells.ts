import { v7 as uuidv7 } from 'uuid'
import { binItems, itemById, tagItems } from '#domain/portfolio/contract.ts'
import { beginUpload } from '#domain/portfolio/file-contract.ts'
import { listTags } from '#domain/portfolio/tag-contract.ts'
import { beginImport } from '#domain/capture/import-contract.ts'
import { requestPdf } from '#domain/reports/contract.ts'
import { addLibraryFile, makeFolder } from '#domain/training/library-contract.ts'
import { inDays } from '../related.ts'
import { begin, OCTETS } from '../uploading.ts'
import { reading, writing, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const ADDRESS = 'https://example.org/a-page'
const FILTERS = { tags: [], withoutCredits: false, bin: false }
const REPORT = { filters: FILTERS, columns: ['title'] }

const ofItem = async (of: MatrixRecord) => ({ params: { id: (await of.item()).id } })
const items = async (of: MatrixRecord) => ({ body: { items: [(await of.item()).id] } })
const ofPicture = ({ unlinkedId, pictureId }: MatrixRecord) => ({ params: { id: unlinkedId, fileId: pictureId } })

async function binned(of: MatrixRecord) {
  const asked = await items(of)
  await of.owner.ask(binItems, asked)
  return asked
}

async function tag(of: MatrixRecord, label: string): Promise<string> {
  await of.owner.ask(tagItems, { body: { items: [of.unlinkedId], add: [{ label }] } })
  const { tags } = await of.owner.ask(listTags)
  return tags.find((one) => one.label === label)!.id
}
const ofTag = async (of: MatrixRecord) => ({ params: { tagId: await tag(of, uuidv7()) } })

async function begunUpload(of: MatrixRecord) {
  const { params, body } = begin((await of.item()).id, 'two.txt', 2)
  await of.owner.ask(beginUpload, { params, body })
  return { params: { ...params, uploadId: body.uploadId }, query: { offset: 0 }, body: Buffer.from('ab'), headers: OCTETS }
}

async function ofReport(of: MatrixRecord) {
  const { id } = await of.owner.ask(requestPdf, { body: { id: uuidv7(), ...REPORT } })
  return { params: { reportId: id } }
}

const SHEET = { query: { name: 'a.csv' }, body: Buffer.from('Title,Date\nOne,2025-01-01\n'), headers: OCTETS }
const sentIn = new WeakMap<MatrixRecord, Promise<string>>()

/** A file sent in, the same each time, for a person can have a few only; nothing reads it here, so what needs it read is refused. */
async function openImport(of: MatrixRecord, body?: unknown) {
  const sent = sentIn.get(of) ?? of.owner.ask(beginImport, { params: { importId: uuidv7() }, ...SHEET }).then(({ id }) => id)
  sentIn.set(of, sent)
  return { params: { importId: await sent }, ...(body === undefined ? {} : { body }) }
}
const MAPPING = { columns: ['title', 'completed'], dateOrder: 'day' }

export const PORTFOLIO_CELLS: Cells = {
  'GET items': reading('item'),
  'POST items': writing('item', () => ({ body: { id: uuidv7(), title: 'Another' } })),
  'POST items/tags': writing('item', async (of) => ({ body: { ...(await items(of)).body, add: [{ label: 'Another' }] } })),
  'POST items/bin': writing('item', items),
  'POST items/restore': writing('item', binned),
  'POST items/erase': writing('item', binned),
  'GET items/:id': [
    reading('item', ({ itemId }) => ({ params: { id: itemId } })),
    reading('item', ({ unlinkedId }) => ({ params: { id: unlinkedId } })),
  ],
  'PATCH items/:id': writing('item', async (of) => {
    const { id } = await of.item()
    const { version } = await of.owner.ask(itemById, { params: { id } })
    return { params: { id }, body: { version, title: 'Otherwise' } }
  }),
  'POST items/:id/copies': writing('item', async (of) => ({ ...(await ofItem(of)), body: { id: uuidv7() } })),
  'PUT items/:id/change-check': writing('item', async (of) => ({ ...(await ofItem(of)), body: { on: inDays(30) } })),
  'POST items/:id/change-answers': writing('item', async (of) => ({
    ...(await ofItem(of)),
    body: { id: uuidv7(), lasted: 'yes', note: '' },
  })),
  'GET items/:id/history': reading('item', ofItem),
  'GET totals': reading('item'),
  'GET credits': reading('item'),
  'GET tag-sets/:setId/coverage': reading('item', () => ({ params: { setId: 'rcgp-2025' } })),
  'GET home': reading('item'),
  'POST captures': writing('item', () => ({ body: { id: uuidv7(), title: 'A page', link: ADDRESS } })),
  'GET captures': reading('item', () => ({ query: { address: ADDRESS } })),

  'GET storage': reading('file'),
  'POST items/:id/uploads': writing('file', async (of) => begin((await of.item()).id, 'two.txt', 2)),
  'PUT items/:id/uploads/:uploadId': writing('file', begunUpload),
  'GET items/:id/files/:fileId': reading('file', ofPicture),
  'GET items/:id/files/:fileId/preview': reading('file', ofPicture),
  'PATCH items/:id/files/:fileId': writing('file', async (of) => ({ params: await of.file(), body: { name: 'other.png' } })),
  'DELETE items/:id/files/:fileId': writing('file', async (of) => ({ params: await of.file() })),

  'GET tags': reading('tag'),
  'GET tag-counts': reading('tag'),
  'PATCH tags/:tagId': writing('tag', async (of) => ({ ...(await ofTag(of)), body: { label: uuidv7() } })),
  'DELETE tags/:tagId': writing('tag', ofTag),
  'POST tags/:tagId/merge': writing('tag', async (of) => ({ ...(await ofTag(of)), body: { into: await tag(of, uuidv7()) } })),

  'PUT imports/:importId': writing('item', async (of) => ({ ...(await openImport(of)), ...SHEET })),
  'GET imports': writing('item'),
  'GET imports/:importId': writing('item', (of) => openImport(of)),
  'GET imports/:importId/lines': writing('item', async (of) => ({ ...(await openImport(of)), query: { show: 'fresh' } })),
  'GET imports/:importId/kept': writing('item', (of) => openImport(of)),
  // What is brought in there is a table, of which nothing is kept beside.
  'GET imports/:importId/kept-archive': writing('item', (of) => openImport(of), { answers: 404 }),
  // 403: no job works here, so the file stays unread.
  'PUT imports/:importId/mapping': writing('item', (of) => openImport(of, MAPPING), { answers: 403 }),
  'PATCH imports/:importId/lines/:line': writing(
    'item',
    async (of) => {
      const { params } = await openImport(of)
      return { params: { ...params, line: '2' }, body: { leftOut: true } }
    },
    { answers: 403 },
  ),
  'POST imports/:importId/bring-in': writing('item', (of) => openImport(of), { answers: 403 }),
  'POST imports/:importId/undo': writing('item', (of) => openImport(of), { answers: 403 }),
  // One that is not there: the one that is is asked of again.
  'DELETE imports/:importId': writing('item', () => ({ params: { importId: uuidv7() } })),

  'POST reports': writing('report', () => ({ body: { id: uuidv7(), ...REPORT } })),
  'POST reports/csv': reading('report', () => ({ body: REPORT })),
  'GET reports/:reportId': reading('report', ofReport),
  // 404: it is made by a job, and none works here.
  'GET reports/:reportId/file': { ...reading('report', ofReport), answers: 404 },

  'GET archive': reading('report'),
  'POST archive': writing('report', () => ({ body: { id: uuidv7() } })),
  // 404: it is made by a job, and none works here.
  'GET archive/file': { ...reading('report'), answers: 404 },

  'GET library': reading('library_file', ({ folderId }) => ({ query: { folder: folderId } }), 'private'),
  ...library(),
}

function library(): Cells {
  const write = (ask: Parameters<typeof writing>[1]) => writing('library_file', ask, { section: 'private' })
  const folder = async ({ owner }: MatrixRecord) => {
    const id = uuidv7()
    await owner.ask(makeFolder, { body: { id, name: id, parentId: null } })
    return id
  }
  const file = async ({ owner }: MatrixRecord) => {
    const id = uuidv7()
    await owner.ask(addLibraryFile, { body: { id, name: `${id}.pdf`, folderId: null } })
    return id
  }
  const files = async (of: MatrixRecord) => ({ body: { files: [await file(of)] } })
  return {
    'POST library/folders': write(() => ({ body: { id: uuidv7(), name: 'Another', parentId: null } })),
    'PATCH library/folders/:folderId': write(async (of) => ({ params: { folderId: await folder(of) }, body: { name: 'Otherwise' } })),
    'POST library/folders/:folderId/removal': write(async (of) => ({ params: { folderId: await folder(of) }, body: { contents: true } })),
    'POST library/files': write(() => ({ body: { id: uuidv7(), name: 'another.pdf', folderId: null } })),
    'PATCH library/files/:id': write(async (of) => ({ params: { id: await file(of) }, body: { name: 'otherwise.pdf' } })),
    'POST library/moves': write(async (of) => ({ body: { files: [await file(of)], folders: [], to: await folder(of) } })),
    'POST library/bin': write(files),
    'POST library/restore': write(files),
  }
}
