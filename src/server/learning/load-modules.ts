import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ModuleFile, PageHead, PageQuestion, QuestionsFile, type ModuleEdition, type ModulePage } from '#domain/learning/module-file.ts'
import { CatalogueError, readYaml } from '#server/platform/catalogue.ts'

export interface Picture {
  readonly sha256: string
  readonly mediaType: string
  readonly bytes: Buffer
}

export interface LoadedModules {
  readonly editions: readonly ModuleEdition[]
  readonly pictures: readonly Picture[]
}

/** What of the catalogue a module refers to. */
interface Known {
  readonly accreditorIds: ReadonlySet<string>
}

const MEDIA_TYPES: Readonly<Record<string, string>> = { svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' }
const PICTURE = /!\[([^\]]*)\]\(([^)\s]+)\)/g

/**
 * Reads and checks every folder of `folder` as a module (L10): `module.yaml`, `pages/*.md` and `questions.yaml`, as docs/modules.md tells.
 * @throws CatalogueError naming every fault found, with file and line
 */
export async function loadModules(folder: string, known: Known): Promise<LoadedModules> {
  const names = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((one) => one.isDirectory()).map((one) => one.name)
  const pictures = new Map<string, Picture>()
  const faults: string[] = []
  const editions: ModuleEdition[] = []
  for (const name of names.sort()) {
    const read = await readModule(join(folder, name), `${basename(folder)}/${name}`, known, pictures)
    faults.push(...read.faults)
    if (read.edition !== undefined) editions.push(read.edition)
  }
  if (faults.length > 0) throw new CatalogueError(faults)
  return { editions, pictures: [...pictures.values()] }
}

async function readModule(folder: string, shown: string, known: Known, pictures: Map<string, Picture>) {
  const faults: string[] = []
  const text = async (path: string) => readFile(join(folder, path), 'utf8').catch(() => null)
  const [head, questions] = [await text('module.yaml'), await text('questions.yaml')]
  if (head === null) faults.push(`${shown}/module.yaml:1:1 is missing`)
  if (questions === null) faults.push(`${shown}/questions.yaml:1:1 is missing`)
  const readHead = head === null ? null : readYaml(`${shown}/module.yaml`, head, ModuleFile)
  const readQuestions = questions === null ? null : readYaml(`${shown}/questions.yaml`, questions, QuestionsFile)
  faults.push(...(readHead?.faults ?? []), ...(readQuestions?.faults ?? []))

  const pages: ModulePage[] = []
  const names = (await readdir(join(folder, 'pages')).catch(() => [])).filter((name) => name.endsWith('.md')).sort()
  if (names.length === 0) faults.push(`${shown}/pages:1:1 has no page`)
  for (const name of names) {
    const page = readPage(`${shown}/pages/${name}`, await readFile(join(folder, 'pages', name), 'utf8'))
    faults.push(...page.faults)
    const withPictures = await keepPictures(folder, `${shown}/pages/${name}`, page.parts, pictures)
    faults.push(...withPictures.faults)
    if (page.title !== undefined) pages.push({ title: page.title, parts: withPictures.parts })
  }

  const module = readHead?.entry
  const asked = readQuestions?.entry ?? []
  if (module !== undefined) {
    const at = `${shown}/module.yaml:1:1`
    if (module.id !== basename(folder)) faults.push(`${at} id must be the name of its folder, ${basename(folder)}`)
    for (const { accreditor } of module.accreditations) {
      if (!known.accreditorIds.has(accreditor)) faults.push(`${at} accreditor '${accreditor}' is not in the catalogue`)
    }
    for (const id of module.preTest) {
      if (readQuestions?.entry && !asked.some((question) => question.id === id))
        faults.push(`${at} preTest '${id}' is not in questions.yaml`)
    }
  }
  const inPages = pages.flatMap(({ parts }) => parts.flatMap((part) => ('question' in part ? [part.question.id] : [])))
  for (const [where, ids] of [
    [`${shown}/questions.yaml:1:1`, asked.map(({ id }) => id)],
    [`${shown}/pages:1:1`, inPages],
  ] as const) {
    for (const id of doubled(ids)) faults.push(`${where} question '${id}' is here twice`)
  }
  return { faults, ...(module === undefined || faults.length > 0 ? {} : { edition: { ...module, pages, questions: asked } }) }
}

type Parts = ModulePage['parts'][number][]

/** A page: a head between two lines of three hyphens, then Markdown with questions as fenced blocks. */
function readPage(shown: string, text: string): { title?: string; parts: Parts; faults: string[] } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1
  if (end === -1) return { parts: [], faults: [`${shown}:1:1 must begin with its title between two lines of ---`] }
  const head = readYaml(shown, lines.slice(1, end).join('\n'), PageHead, 1)
  const faults = [...head.faults]
  const parts: Parts = []
  let prose: string[] = []
  const endProse = () => {
    const written = prose.join('\n').trim()
    if (written !== '') parts.push({ text: written })
    prose = []
  }
  for (let index = end + 1; index < lines.length; index++) {
    if (lines[index]!.trim() !== '```question') {
      if (/<[a-z!/]/i.test(lines[index]!)) faults.push(`${shown}:${index + 1}:1 holds HTML; a page is Markdown alone`)
      prose.push(lines[index]!)
      continue
    }
    endProse()
    const close = lines.findIndex((line, at) => at > index && line.trim() === '```')
    if (close === -1) {
      faults.push(`${shown}:${index + 1}:1 this question is not closed by a line of \`\`\``)
      break
    }
    const question = readYaml(shown, lines.slice(index + 1, close).join('\n'), PageQuestion, index + 1)
    faults.push(...question.faults)
    if (question.entry !== undefined) parts.push({ question: question.entry })
    index = close
  }
  endProse()
  return { ...(head.entry === undefined ? {} : { title: head.entry.title }), parts, faults }
}

/** Pictures are kept by their hash, so that an edition being taken keeps its own. */
async function keepPictures(folder: string, shown: string, parts: Parts, pictures: Map<string, Picture>) {
  const faults: string[] = []
  const kept: Parts = []
  for (const part of parts) {
    if (!('text' in part)) {
      kept.push(part)
      continue
    }
    const addresses = new Map<string, string>()
    for (const [, description = '', path = ''] of part.text.matchAll(PICTURE)) {
      const mediaType = MEDIA_TYPES[/^pictures\/[a-z0-9-]+\.([a-z]+)$/.exec(path)?.[1] ?? '']
      const bytes = mediaType === undefined ? null : await readFile(join(folder, path)).catch(() => null)
      if (description.trim() === '') faults.push(`${shown}:1:1 picture ${path} must be described for who cannot see it`)
      if (mediaType === undefined || bytes === null) {
        faults.push(`${shown}:1:1 picture ${path} is not there, or is not pictures/….svg, .png, .jpg or .webp`)
        continue
      }
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      pictures.set(sha256, { sha256, mediaType, bytes })
      addresses.set(path, `/api/module-pictures/${sha256}`)
    }
    kept.push({
      text: part.text.replace(PICTURE, (_, description: string, path: string) => `![${description}](${addresses.get(path) ?? path})`),
    })
  }
  return { parts: kept, faults }
}

const doubled = (ids: readonly string[]): string[] => ids.filter((id, index) => ids.indexOf(id) !== index)
