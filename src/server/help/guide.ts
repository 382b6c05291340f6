import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { Topic } from '#domain/help/contract.ts'

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/

/** The user guide, read once (H1): Markdown with a front matter of title, topic, order and pages. In the order of the topics. */
export function openGuide(folder: string): () => Promise<Topic[]> {
  let guide: Promise<Topic[]> | null = null
  return () => {
    // A reading that failed is not kept.
    guide ??= readTopics(folder).catch((fault: unknown) => {
      guide = null
      throw fault
    })
    return guide
  }
}

async function readTopics(folder: string): Promise<Topic[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md'))
  const topics = await Promise.all(names.map(async (name) => readTopic(name, await readFile(join(folder, name), 'utf8'))))
  return topics.sort((a, b) => a.order - b.order || a.title.localeCompare(b.title))
}

/** @throws Error naming the file whose front matter is missing or wrong */
export function readTopic(name: string, text: string): Topic {
  const match = FRONT_MATTER.exec(text)
  if (!match) throw new Error(`The guide's ${name} does not begin with a front matter.`)
  const read = Topic.safeParse({ pages: [], ...(parse(match[1]!) as object), markdown: match[2]!.trim() })
  if (!read.success)
    throw new Error(`The guide's ${name}: ${read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`)
  return read.data
}
