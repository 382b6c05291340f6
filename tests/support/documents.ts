import { deflateSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A ZIP of parts, in the order given. */
export async function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  return buffer(zip.outputStream)
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const TYPES = (part: string, type: string) =>
  `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const A =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'

/** Each paragraph is given as its runs: Word divides words between runs as it likes. */
export const docx = (paragraphs: readonly (readonly string[])[], more: Readonly<Record<string, string>> = {}) =>
  zipOf({
    '[Content_Types].xml': TYPES('/word/document.xml', 'wordprocessingml.document'),
    'word/document.xml': `${HEAD}<w:document ${W}><w:body>${paragraphs
      .map((runs) => `<w:p>${runs.map((run) => `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${run}</w:t></w:r>`).join('')}</w:p>`)
      .join('')}</w:body></w:document>`,
    ...more,
  })

export const pptx = (slides: readonly string[], notes: string) =>
  zipOf({
    '[Content_Types].xml': TYPES('/ppt/presentation.xml', 'presentationml.presentation'),
    'ppt/presentation.xml': `${HEAD}<p:presentation ${A}/>`,
    ...Object.fromEntries(
      slides.map((text, at) => [`ppt/slides/slide${at + 1}.xml`, `${HEAD}<p:sld ${A}><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`]),
    ),
    'ppt/notesSlides/notesSlide1.xml': `${HEAD}<p:notes ${A}><a:p><a:r><a:t>${notes}</a:t></a:r></a:p></p:notes>`,
  })

export const openDocument = (kind: 'text' | 'presentation' | 'spreadsheet', body: string) =>
  zipOf({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `${HEAD}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>${body}</office:body></office:document-content>`,
  })

/** A PDF whose pages each have the lines given, in one of the fonts every reader has. */
export const pdfOf = (pages: readonly (readonly string[])[]): Buffer =>
  pdfWith(
    pages.map((lines) => Buffer.from(`BT /F1 12 Tf 14 TL 40 780 Td ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`, 'latin1')),
  )

/** The same of what is drawn on each page, packed. */
export function pdfWith(drawn: readonly Buffer[]): Buffer {
  const objects: Buffer[] = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from(`<</Type/Pages/Count ${drawn.length}/Kids[${drawn.map((_, at) => `${4 + at * 2} 0 R`).join(' ')}]>>`),
    Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'),
    ...drawn.flatMap((drawing, at) => {
      const packed = deflateSync(drawing)
      return [
        Buffer.from(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + at * 2} 0 R>>`),
        Buffer.concat([Buffer.from(`<</Length ${packed.length}/Filter/FlateDecode>>stream\n`), packed, Buffer.from('\nendstream')]),
      ]
    }),
  ]
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  let at = pieces[0]!.length
  for (const [index, object] of objects.entries()) {
    places.push(at)
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj`), object, Buffer.from('endobj\n')])
    pieces.push(whole)
    at += whole.length
  }
  pieces.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(pieces)
}
