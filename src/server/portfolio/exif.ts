/**
 * EXIF is a small TIFF: a header, then directories of entries of twelve bytes, all offsets counted from the header.
 * Source: EXIF 2.32, 4.5.2 (entries), 4.6.3 (the pointer to the directory of the place); TIFF 6.0, section 2.
 */

/** Taken once for each thing looked at, so that what points in circles or a million times at one place cannot hold up the server. */
export interface Steps {
  /** @throws TooTangled when there are none left */
  take(count: number): void
}

/** Metadata that no camera writes: reading it through would take too long. */
export class TooTangled extends Error {}

export function steps(most: number): Steps {
  let left = most
  return {
    take(count) {
      left -= count
      if (left < 0) throw new TooTangled()
    },
  }
}

export const TIFF_MARKS = ['II*\0', 'MM\0*'].map((mark) => Buffer.from(mark, 'latin1'))

const ORIENTATION = 0x0112
const GPS_DIRECTORY = 0x8825
const ENTRY_BYTES = 12
/** By the number of the type; others there are none. */
const TYPE_BYTES = [undefined, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]

function tiffAt(bytes: Buffer, start: number) {
  const little = bytes[start] === 0x49
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  /** Where the entries of a directory lie, so far as the bytes go. */
  const entriesIn = (directory: number) => {
    const first = directory + 2
    const count = first > bytes.length ? 0 : Math.min(u16(directory), Math.floor((bytes.length - first) / ENTRY_BYTES))
    return { first, end: first + count * ENTRY_BYTES }
  }
  return { u16, u32, entriesIn, firstDirectory: start + 8 > bytes.length ? bytes.length : start + u32(start + 4) }
}

/** How the picture is to be turned, from 1 (not at all) to 8; null where that is not said. */
export function orientationIn(bytes: Buffer, start: number): number | null {
  if (!TIFF_MARKS.some((mark) => bytes.subarray(start, start + 4).equals(mark))) return null
  const { u16, entriesIn, firstDirectory } = tiffAt(bytes, start)
  const { first, end } = entriesIn(firstDirectory)
  for (let entry = first; entry < end; entry += ENTRY_BYTES) {
    if (u16(entry) !== ORIENTATION) continue
    const value = u16(entry + 8)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** An EXIF that says how a picture is to be turned and nothing else. */
export function exifOfOrientation(orientation: number): Buffer {
  const bytes = Buffer.from('49492a0008000000010012010300010000000000000000000000', 'hex')
  bytes.writeUInt16LE(orientation, 18)
  return bytes
}

/** Writes zeros over the place in the TIFF that begins at `start`; the length stays. `blanked` are the directories done before. */
export function blankGps(bytes: Buffer, start: number, left: Steps, blanked: Set<number>): void {
  const { u16, u32, entriesIn, firstDirectory } = tiffAt(bytes, start)
  const seen = new Set<number>()
  for (let directory = firstDirectory; directory > start && directory < bytes.length && !seen.has(directory);) {
    seen.add(directory)
    left.take(1)
    const { first, end } = entriesIn(directory)
    // Four bytes of a picture's content that look like the mark by chance.
    if (first === end || (directory === firstDirectory && TYPE_BYTES[u16(first + 2)] === undefined)) return
    for (let entry = first; entry < end; entry += ENTRY_BYTES) {
      left.take(1)
      if (u16(entry) !== GPS_DIRECTORY) continue
      const place = start + u32(entry + 8)
      if (blanked.has(place)) continue
      blanked.add(place)
      blankDirectory(place)
    }
    const next = end + 4 > bytes.length ? 0 : u32(end)
    directory = next === 0 ? bytes.length : start + next
  }

  function blankDirectory(directory: number): void {
    const { first, end } = entriesIn(directory)
    for (let entry = first; entry < end; entry += ENTRY_BYTES) {
      const value = start + u32(entry + 8)
      const length = (TYPE_BYTES[u16(entry + 2)] ?? 1) * u32(entry + 4)
      const kept = Math.max(0, Math.min(length, bytes.length - value))
      left.take(1 + Math.floor(kept / 64))
      if (length > 4 && kept > 0) bytes.fill(0, value, value + kept)
      // No tag, no type, nothing of it: readers pass over such an entry.
      bytes.fill(0, entry, entry + ENTRY_BYTES)
    }
  }
}
