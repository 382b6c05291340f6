import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import type { Random } from '../../scripts/demo/random.ts'
import { amendItem, itemById, recordItem, tagItems, type Item } from '../../src/domain/portfolio/contract.ts'
import { beginUpload, downloadFile, sendPiece } from '../../src/domain/portfolio/file-contract.ts'
import { Refused, Unanswered, type Visitor } from './visitor.ts'

interface Words {
  readonly title: string
  readonly notes: string
  readonly personal: number
}

/** An item as it must be, and, of what was asked for and not answered, as it may be. */
interface Kept {
  readonly id: string
  /** Whether its recording was acknowledged. */
  sure: boolean
  /** One for sure, or those between which an unanswered amendment leaves it. */
  words: Words[]
  /** Labels, and of each whether putting it on was acknowledged. */
  readonly tags: Map<string, boolean>
  /** By the number of its upload. */
  readonly files: Map<string, { readonly sha256: string; readonly name: string; sure: boolean }>
}

/** Writes to a portfolio of its own making, one act after the other, and remembers what was acknowledged. */
export class Writer {
  readonly visitor: Visitor
  acknowledged = 0
  unanswered = 0
  /** Whether an act is on its way to the server or back. */
  busy = false
  readonly #name: string
  readonly #random: Random
  readonly #kept = new Map<string, Kept>()
  /** Touched since they were last looked at. */
  readonly #touched = new Set<string>()
  /** Items that were given the same label by one act that was not answered. */
  #together: { label: string; ids: string[] }[] = []
  #acts = 0

  constructor(visitor: Visitor, name: string, random: Random) {
    this.visitor = visitor
    this.#name = name
    this.#random = random
  }

  /** Items that must be there, and those that may be. */
  get counts(): { sure: number; perhaps: number } {
    const sure = [...this.#kept.values()].filter((kept) => kept.sure).length
    return { sure, perhaps: this.#kept.size - sure }
  }

  /** Items whose recording was acknowledged. */
  get recorded(): string[] {
    return [...this.#kept.values()].filter((kept) => kept.sure).map((kept) => kept.id)
  }

  /** One act after the other until told to stop. */
  async write(over: () => boolean): Promise<void> {
    while (!over()) {
      this.busy = true
      try {
        await this.#act()
        this.acknowledged++
      } catch (fault) {
        if (!(fault instanceof Unanswered)) throw fault
        this.unanswered++
        await wait(50)
      } finally {
        this.busy = false
      }
    }
  }

  async #act(): Promise<void> {
    const random = this.#random
    this.#acts++
    const unsure = [...this.#kept.values()].filter((kept) => !kept.sure)
    // As a page does that keeps what could not be sent: the same row again, under the same id.
    if (unsure.length > 0 && random.chance(0.5)) return this.#record(unsure[0]!)
    // What an unanswered act left open is not touched again before it was looked at.
    const settled = [...this.#kept.values()].filter((kept) => kept.sure && kept.words.length === 1)
    const chance = random.next()
    if (settled.length === 0 || chance < 0.45) {
      return this.#record({
        id: uuidv7(),
        sure: false,
        words: [this.#words()],
        tags: new Map([`${this.#name} ${random.whole(1, 20)}`, `shared ${random.whole(1, 50)}`].map((label) => [label, false])),
        files: new Map(),
      })
    }
    if (chance < 0.65) return this.#amend(random.pick(settled))
    if (chance < 0.8) return this.#tag(random.some(settled, random.whole(1, 4)))
    return this.#upload(random.pick(settled))
  }

  #words(): Words {
    const title = `${this.#name}, act ${this.#acts}`
    return {
      title,
      notes: `${title}: ${'what was learnt, and what changes. '.repeat(this.#random.whole(0, 60))}`,
      personal: this.#random.whole(0, 4) * 25,
    }
  }

  async #record(kept: Kept): Promise<void> {
    this.#kept.set(kept.id, kept)
    this.#touched.add(kept.id)
    const tags = [...kept.tags.keys()].map((label) => ({ label }))
    await this.visitor.ask(recordItem, { body: { id: kept.id, ...kept.words[0]!, tags } })
    kept.sure = true
    for (const label of kept.tags.keys()) kept.tags.set(label, true)
  }

  async #amend(kept: Kept): Promise<void> {
    this.#touched.add(kept.id)
    const { version } = await this.visitor.ask(itemById, { params: { id: kept.id } })
    const words = this.#words()
    kept.words.push(words)
    await this.visitor.ask(amendItem, { params: { id: kept.id }, body: { version, ...words } })
    kept.words = [words]
  }

  async #tag(several: readonly Kept[]): Promise<void> {
    const label = `${this.#name} together ${this.#acts}`
    const ids = several.map((kept) => kept.id)
    for (const kept of several) {
      this.#touched.add(kept.id)
      kept.tags.set(label, false)
    }
    const together = { label, ids }
    this.#together.push(together)
    await this.visitor.ask(tagItems, { body: { items: ids, add: [{ label }] } })
    this.#together = this.#together.filter((one) => one !== together)
    for (const kept of several) kept.tags.set(label, true)
  }

  async #upload(kept: Kept): Promise<void> {
    const text = `%PDF-1.7\n% ${this.#name} ${this.#acts}\n${'0123456789abcdef'.repeat(this.#random.whole(1, 2500))}\n%%EOF\n`
    const bytes = Buffer.from(text)
    const uploadId = uuidv7()
    const file = { sha256: sha256(bytes), name: `${this.#name} ${this.#acts}.pdf`, sure: false }
    this.#touched.add(kept.id)
    kept.files.set(uploadId, file)
    const send = async () => {
      const params = { id: kept.id }
      const { offset } = await this.visitor.ask(beginUpload, { params, body: { uploadId, name: file.name, sizeBytes: bytes.length } })
      // In two pieces, or in what is left of them.
      const half = Math.max(offset, Math.floor(bytes.length / 2))
      const pieces = [[offset, half] as const, [half, bytes.length] as const].filter(([from, to]) => from < to)
      for (const [from, to] of pieces) {
        await this.visitor.ask(sendPiece, { params: { ...params, uploadId }, query: { offset: from }, body: bytes.subarray(from, to) })
      }
      file.sure = true
    }
    const resumes = this.#random.chance(0.5)
    await send().catch(async (fault: unknown) => {
      if (!(fault instanceof Unanswered) || !resumes) throw fault
      // P11: an upload that was cut off goes on where it stopped.
      await wait(500)
      return send()
    })
  }

  /**
   * Compares what the server shows with what was acknowledged, and says what is lost, half or made up. What may or may not have
   * been kept is from then on as it was found. With `all` also the items that nobody touched since the last time.
   */
  async faults(all = false): Promise<string[]> {
    const faults: string[] = []
    const found = new Map<string, ReadonlySet<string> | null>()
    for (const id of all ? [...this.#kept.keys()] : this.#touched) {
      const kept = this.#kept.get(id)
      if (kept === undefined) continue
      const item = await this.visitor.read(itemById, { params: { id } }).catch((fault: unknown) => {
        if (fault instanceof Refused && fault.status === 404) return null
        throw fault
      })
      found.set(id, item && new Set(item.tags.map((tag) => tag.label)))
      const its =
        item === null ? (kept.sure ? ['is not there'] : []) : [...this.#wrongIn(kept, item), ...(await this.#wrongFiles(kept, item))]
      faults.push(...its.map((fault) => `${this.visitor.ownerId}/${id} ${fault}`))
      if (item === null) this.#kept.delete(id)
    }
    for (const { label, ids } of this.#together) {
      const bearing = ids.filter((id) => found.get(id)?.has(label))
      if (bearing.length !== 0 && bearing.length !== ids.length)
        faults.push(`'${label}' was put on ${bearing.length} of ${ids.length} items`)
    }
    this.#together = []
    this.#touched.clear()
    return faults
  }

  #wrongIn(kept: Kept, item: Item): string[] {
    const wrong: string[] = []
    const is = kept.words.find(({ title, notes, personal }) => item.title === title && item.notes === notes && item.personal === personal)
    if (is === undefined)
      wrong.push(
        `says '${item.title}' and ${item.notes.length} characters, not ${kept.words.map(({ title }) => `'${title}'`).join(' or ')}`,
      )
    else kept.words = [is]
    const labels = new Set(item.tags.map((tag) => tag.label))
    // An item comes with the tags of its own recording, or not at all.
    for (const [label, sure] of kept.tags) if ((sure || !kept.sure) && !labels.has(label)) wrong.push(`lacks the tag '${label}'`)
    for (const label of labels) if (!kept.tags.has(label)) wrong.push(`has a tag '${label}' that nobody gave it`)
    for (const label of kept.tags.keys()) {
      if (labels.has(label)) kept.tags.set(label, true)
      else kept.tags.delete(label)
    }
    kept.sure = true
    return wrong
  }

  async #wrongFiles(kept: Kept, item: Item): Promise<string[]> {
    const wrong: string[] = []
    const there = new Map(item.files.map((file) => [file.id, file]))
    for (const id of there.keys()) if (!kept.files.has(id)) wrong.push(`has a file ${id} that nobody gave it`)
    for (const [id, file] of kept.files) {
      const row = there.get(id)
      if (row === undefined) {
        if (file.sure) wrong.push(`lacks the file '${file.name}'`)
        kept.files.delete(id)
        continue
      }
      file.sure = true
      const bytes = await this.visitor.readBytes(downloadFile, { params: { id: kept.id, fileId: id } }).catch(String)
      const got = typeof bytes === 'string' ? bytes : sha256(bytes)
      if (got !== file.sha256 || row.sha256 !== file.sha256) wrong.push(`has a file '${file.name}' with other bytes: ${got}`)
    }
    return wrong
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
