import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { onePagePdf, textOf } from './demo-files.ts'
import { plainItem, type DemoFile, type DemoItem } from './demo-item.ts'
import { at, type Desk } from './training-house.ts'

interface Shelved {
  readonly name: string
  readonly ago: number
  readonly folder: number | null
  readonly codes: readonly string[]
  readonly lines: readonly string[]
}
const FOLDERS: readonly { readonly name: string; readonly in: number | null }[] = [
  { name: 'Feedback', in: null },
  { name: 'First year', in: 0 },
  { name: 'Second year', in: 0 },
  { name: 'Teaching', in: null },
  { name: 'Case logs', in: null },
]
const LIBRARY: readonly Shelved[] = [
  {
    name: 'Feedback from colleagues, first year.pdf',
    ago: 266,
    folder: 1,
    codes: ['G3'],
    lines: ['Fourteen answers', 'Approachable and reliable'],
  },
  { name: 'Thanks from the ward team.pdf', ago: 198, folder: 1, codes: [], lines: ['With thanks from the respiratory ward'] },
  { name: 'Feedback from colleagues, second year.pdf', ago: 15, folder: 2, codes: ['G3'], lines: ['Sixteen answers', 'Calm on the take'] },
  {
    name: 'Teaching feedback, blood gases.pdf',
    ago: 335,
    folder: 3,
    codes: ['G6'],
    lines: ['Twelve forms', 'More examples, fewer slides'],
  },
  { name: 'Teaching feedback, the hot joint.pdf', ago: 50, folder: 3, codes: ['G6'], lines: ['Nine forms', 'The drawing helped most'] },
  {
    name: 'Take log, numbers only.txt',
    ago: 94,
    folder: 4,
    codes: ['C1'],
    lines: ['Takes led: eleven', 'Referrals taken: one hundred and six'],
  },
  {
    name: 'Procedures, numbers only.txt',
    ago: 23,
    folder: 4,
    codes: [],
    lines: ['Lumbar puncture: nine', 'Ascitic tap: six', 'Pleural aspiration: five'],
  },
  { name: 'Curriculum vitae.pdf', ago: 130, folder: null, codes: [], lines: ['Written for the demo of Cairn'] },
]

export const libraryItems = (today: PlainDate): DemoItem[] =>
  LIBRARY.map((one) => plainItem(one.name, { kind: 'library file', addedOn: addDays(today, -one.ago), files: [shelved(one)] }))

const shelved = ({ name, lines }: Shelved): DemoFile => ({
  name,
  bytes: name.endsWith('.txt') ? textOf('', lines.join('\n')).bytes : onePagePdf(name.slice(0, -4), lines),
})

/** By the order of `libraryItems`. */
export const libraryCodes = (): readonly (readonly string[])[] => LIBRARY.map(({ codes }) => codes)

/** Folders, and the files laid out by `libraryItems` in them. */
export async function putLibrary({ tx, owner, today, random, trail }: Desk, ids: readonly string[]): Promise<void> {
  const made = at(addDays(today, -400), '20:30')
  const folders = FOLDERS.map(() => random.id(made.getTime()))
  for (const [nth, { name, in: parent }] of FOLDERS.entries()) {
    const id = folders[nth]!
    await tx
      .insertInto('library_folder')
      .values({ owner_id: owner.id, id, parent_id: parent === null ? null : folders[parent]!, name, made_at: made })
      .execute()
    trail.add(made, {
      ownerId: owner.id,
      personId: owner.id,
      act: 'library.folder_made',
      recordKind: 'library folder',
      recordId: id,
      about: name,
    })
  }
  await tx
    .insertInto('library_file')
    .values(
      LIBRARY.map(({ folder }, nth) => ({ owner_id: owner.id, item_id: ids[nth]!, folder_id: folder === null ? null : folders[folder]! })),
    )
    .execute()
}
