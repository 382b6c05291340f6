import { getDocumentProxy } from 'unpdf'

/** The text of a PDF, page by page; pictures are not looked at. A word that a hyphen divides at the end of a line comes whole too. */
export async function* pdfPieces(bytes: Buffer<ArrayBuffer>): AsyncGenerator<string> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
  })
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number).catch(() => null)
    if (page === null) continue
    const content = await page.getTextContent().catch(() => null)
    page.cleanup()
    if (content === null) continue
    let text = ''
    for (const item of content.items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str
    const divided = [...text.matchAll(/(\p{L}{1,40})-\n(\p{Ll}{1,40})/gu)].map(([, start, end]) => `${start}${end}`)
    yield `${text}\n${divided.join(' ')}\n`
  }
}
