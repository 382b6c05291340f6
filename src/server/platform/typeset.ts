import { resolve } from 'node:path'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** Where layouts are compiled; they find their data beside them. */
export const WORKSPACE = import.meta.dirname
const dataPath = resolve(WORKSPACE, 'data.json')

/** What stands for a sign that no font has. */
const MISSING = '□'

/**
 * One document as PDF/UA-1. That standard allows no sign without a glyph, so those the compiler names are replaced and it is
 * tried again; what still has one keeps only the letters the fonts surely have.
 * @throws Error where the layout itself is at fault
 */
export function typeset(compiler: NodeCompiler, layout: string, json: Buffer, madeAt: number): { pdf: Buffer; pages: number } {
  try {
    for (let attempt = 0; ; attempt += 1) {
      compiler.mapShadow(dataPath, json)
      const compiled = compiler.compile({ mainFileContent: layout })
      const document = compiled.result
      if (document === null || compiled.hasError()) throw new Error('The layout has a fault.')
      try {
        const pdf = compiler.pdf(document, { pdfStandard: 'ua-1', creationTimestamp: madeAt })
        return { pdf, pages: document.numOfPages }
      } catch (fault) {
        if (attempt === 3) throw new Error('The document holds text that cannot be shown.', { cause: fault })
        json = attempt < 2 ? withoutNamed(json, String(fault)) : onlySure(json)
      }
    }
  } finally {
    compiler.unmapShadow(dataPath)
    // Without this the memory reached 2 GB after 30 documents.
    compiler.evictCache(0)
  }
}

/** 'the text `"香"` could not be displayed', 'the disallowed codepoint `"\u{feff}"`' */
const NAMED = /`\\?"((?:[^"\\`]|\\.)+?)\\?"`/g

function withoutNamed(json: Buffer, fault: string): Buffer {
  const signs = new Set<string>()
  for (const [, quoted = ''] of fault.matchAll(NAMED)) {
    const text = quoted.replace(/\\+u\{([0-9a-f]+)\}/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    for (const sign of text) if (sign.codePointAt(0)! > 0x7e) signs.add(sign)
  }
  return signs.size === 0 ? onlySure(json) : mapText(json, (text) => replaceSigns(text, (sign) => signs.has(sign)))
}

/** Latin, Greek, Cyrillic and general punctuation. */
const onlySure = (json: Buffer): Buffer =>
  mapText(json, (text) =>
    replaceSigns(text, (sign) => !/[\n\x20-\x7e\u00a0-\u017f\u0386-\u03ce\u0400-\u045f\u200b\u2013-\u2022\u2026\u25a1]/u.test(sign)),
  )

const replaceSigns = (text: string, lacking: (sign: string) => boolean): string => {
  let changed = ''
  for (const sign of text) changed += lacking(sign) ? MISSING : sign
  return changed
}

function mapText(json: Buffer, change: (text: string) => string): Buffer {
  return Buffer.from(
    JSON.stringify(
      JSON.parse(json.toString(), (key, value: unknown) => (typeof value === 'string' && key !== 'href' ? change(value) : value)),
    ),
  )
}
