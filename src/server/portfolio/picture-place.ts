import { blankGps, steps, TIFF_MARKS, type Steps } from './exif.ts'
import { BARE } from './picture-metadata.ts'

/** Of one picture. A photograph takes some hundreds, a large scan or a raw picture some thousands. */
const MOST_STEPS = 1_000_000
/** So many as steps: a place in XMP is looked for in a window of its own. */
const XMP_STEPS = 100

/** What has no place beside its pixels. */
const WITHOUT_METADATA = new Set(['image/svg+xml', 'image/bmp'])

/**
 * A picture without the place where it was taken (P11). JPEG, PNG and WebP lose all that was written beside the picture; others
 * (HEIC, AVIF, GIF, TIFF, raw) and damaged ones keep it, but for the place. No picture is encoded again: it is evidence.
 * @throws TooTangled where no camera wrote what stands beside it
 */
export function withoutPlace(bytes: Buffer, mediaType: string): Buffer {
  if (!mediaType.startsWith('image/') || WITHOUT_METADATA.has(mediaType)) return bytes
  return BARE[mediaType]?.(bytes) ?? blankPlace(bytes)
}

/**
 * Writes zeros over the place in every EXIF, and blanks over it in XMP; the length stays. EXIF is found by the mark it begins with,
 * as formats differ in how they wrap it. Looks at each byte a few times at most, whatever they are.
 */
export function blankPlace(original: Buffer): Buffer {
  const left = steps(MOST_STEPS)
  const starts = TIFF_MARKS.flatMap((mark) => placesOf(original, mark, left, 1))
  const names = placesOf(original, XMP_NAME, left, XMP_STEPS)
  if (starts.length === 0 && names.length === 0) return original
  const bytes = Buffer.from(original)
  const blanked = new Set<number>()
  for (const start of starts) blankGps(bytes, start, left, blanked)
  for (const name of names) blankXmp(bytes, name)
  return bytes
}

function placesOf(bytes: Buffer, mark: Buffer, left: Steps, each: number): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) {
    left.take(each)
    places.push(at)
  }
  return places
}

const XMP_NAME = Buffer.from('exif:GPS')
const XMP_WINDOW = 1024
const ATTRIBUTE = /^exif:GPS\w{1,40}\s{0,40}=\s{0,40}["']/
const ELEMENT = /^exif:GPS\w{1,40}\b[^<>]{0,200}(?<!\/)>/

/** `exif:GPSLatitude="51,30N"`, or the same as `<exif:GPSLatitude>51,30N</…>`. */
function blankXmp(bytes: Buffer, at: number): void {
  const window = bytes.toString('latin1', at, at + XMP_WINDOW)
  const before = ATTRIBUTE.exec(window)?.[0] ?? (bytes[at - 1] === 0x3c ? ELEMENT.exec(window)?.[0] : undefined)
  if (before === undefined) return
  const end = window.indexOf(before.endsWith('>') ? '<' : before.at(-1)!, before.length)
  bytes.fill(0x20, at + before.length, at + (end === -1 ? window.length : end))
}
