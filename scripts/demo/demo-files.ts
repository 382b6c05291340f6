import sharp from 'sharp'
import type { DemoFile } from './demo-item.ts'
import type { Random } from './random.ts'

/** A page of text as a PDF, the smallest that is valid. Letters outside Latin-1 become '?'. */
export function onePagePdf(title: string, lines: readonly string[]): Uint8Array {
  const text = (line: string) => plain(line).replace(/[\\()]/g, '\\$&')
  const drawn = [
    'BT /F1 20 Tf 72 740 Td',
    `(${text(title)}) Tj`,
    '/F1 12 Tf 0 -40 Td',
    ...lines.map((line) => `(${text(line)}) Tj 0 -22 Td`),
    'ET',
  ].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Title (${text(title)}) >>`,
  ]
  let body = '%PDF-1.4\n'
  const starts = objects.map((object, index) => {
    const start = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return start
  })
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + end + trailer, 'latin1')
}

/** Bars of an audit's results, drawn without letters: fonts differ from machine to machine. */
export async function barsAsPng(heights: readonly number[]): Promise<Uint8Array> {
  const [width, height, gap] = [480, 280, 16]
  const pixels = Buffer.alloc(width * height * 3, 255)
  const paint = (x: number, y: number, colour: readonly [number, number, number]) => pixels.set(colour, (y * width + x) * 3)
  const barWidth = Math.floor((width - gap) / heights.length) - gap
  for (const [bar, share] of heights.entries()) {
    const top = Math.round((height - 24) * (1 - share))
    for (let y = top; y < height - 12; y++) {
      for (let x = 0; x < barWidth; x++) paint(gap + bar * (barWidth + gap) + x, y, bar % 2 === 0 ? [38, 98, 138] : [110, 164, 191])
    }
  }
  for (let x = 0; x < width; x++) paint(x, height - 12, [60, 60, 60])
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

export const certificateOf = (title: string, day: string): DemoFile => ({
  name: fileName('Certificate', title, 'pdf'),
  bytes: onePagePdf('Certificate of attendance', [title, day, 'Made for the demo of Cairn. It certifies nothing.']),
})

export const slidesOf = (title: string, points: readonly string[]): DemoFile => ({
  name: fileName('Handout', title, 'pdf'),
  bytes: onePagePdf(
    title,
    points.map((point) => `- ${point}`),
  ),
})

export const chartOf = async (title: string, random: Random): Promise<DemoFile> => ({
  name: fileName('Chart', title, 'png'),
  bytes: await barsAsPng(Array.from({ length: 6 }, (_, bar) => Math.min(1, 0.3 + bar * 0.1 + random.next() * 0.15))),
})

export const textOf = (title: string, text: string): DemoFile => ({
  name: fileName('Notes', title, 'txt'),
  bytes: Buffer.from(`${title}\n\n${text}\n`, 'utf8'),
})

export function figuresOf(title: string, random: Random): DemoFile {
  const rows = ['First search', 'After three months', 'After six months', 'After a year'].map((round, index) => {
    const found = random.whole(40, 60)
    return `${round},${found},${Math.min(found, Math.round(found * (0.45 + index * 0.15)))}`
  })
  return { name: fileName('Figures', title, 'csv'), bytes: Buffer.from(['round,reviewed,standard met', ...rows, ''].join('\r\n'), 'utf8') }
}

const plain = (text: string) => text.replace(/[‘’]/g, "'").replace(/[^\u0020-\u00ff]/g, '?')

const fileName = (what: string, title: string, ending: string) =>
  `${what} ${plain(title)
    .replace(/[^A-Za-z0-9 -]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^(.{1,70})( .*)?$/, '$1')}.${ending}`
