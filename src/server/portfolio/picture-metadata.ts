/**
 * Pictures without their metadata, pixel for pixel: what a camera and its owner wrote beside the picture is cut out, and nothing
 * is encoded again. What stays says how to show it: its colours, and how it is to be turned.
 * Sources: ITU-T T.81, B.1 and B.2 (JPEG); PNG, 3rd edition, 5 and 11.3; WebP Container Specification (RFC 9649), 2.
 *
 * Each answers null where the picture does not follow its format to the end. One look at each byte at most.
 */
import { crc32 } from 'node:zlib'
import { exifOfOrientation, orientationIn } from './exif.ts'

type Bare = (bytes: Buffer) => Buffer | null

export const BARE: Readonly<Record<string, Bare>> = {
  'image/jpeg': bareJpeg,
  'image/png': barePng,
  'image/apng': barePng,
  'image/webp': bareWebp,
}

const EXIF_MARK = Buffer.from('Exif\0\0', 'latin1')
const ICC_MARK = Buffer.from('ICC_PROFILE\0', 'latin1')
const begins = (bytes: Buffer, at: number, mark: Buffer) => bytes.subarray(at, at + mark.length).equals(mark)

const END_OF_PICTURE = 0xd9
const START_OF_SCAN = 0xda
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

function bareJpeg(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const cut = cutting(bytes)
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]
    if (marker === 0xff) {
      at++
      continue
    }
    // Behind it telephones put further pictures and short films, with the place in each.
    if (marker === END_OF_PICTURE) return cut.upTo(at + 2)
    if (marker === undefined || at + 4 > bytes.length) return null
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end < at + 4 || end > bytes.length) return null
    if (marker === 0xe1 && begins(bytes, at + 4, EXIF_MARK)) {
      cut.replace(
        at,
        end,
        orientationOnly(cut.orientation(at + 10), (exif) => Buffer.concat([Buffer.from('ffe10022', 'hex'), EXIF_MARK, exif])),
      )
    } else if (isBeside(bytes, marker, at)) cut.replace(at, end)
    at = marker === START_OF_SCAN ? endOfScan(bytes, end) : end
  }
}

/** Application segments, but for those a picture is shown by: JFIF (0), the ICC profile (2), Adobe's colours (14). */
function isBeside(bytes: Buffer, marker: number, at: number): boolean {
  if (marker < 0xe1 || marker > 0xef || marker === 0xee) return false
  return marker !== 0xe2 || !begins(bytes, at + 4, ICC_MARK)
}

/** The next marker that is not part of the coded picture. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue
    const marker = bytes[at + 1] ?? 0
    if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return at
  }
  return bytes.length
}

const PNG_MARK = Buffer.from('89504e470d0a1a0a', 'hex')
/** Older programs keep EXIF, IPTC and XMP as text under these words. */
const METADATA_WORDS = /^(XML:com\.adobe\.xmp|Raw profile type )/

function barePng(bytes: Buffer): Buffer | null {
  if (!begins(bytes, 0, PNG_MARK)) return null
  const cut = cutting(bytes)
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IEND') return cut.upTo(end)
    if (type === 'eXIf') cut.replace(at, end, orientationOnly(cut.orientation(at + 8), pngExif))
    else if (type === 'caBX' || (/^[tiz][TE]Xt$/.test(type) && METADATA_WORDS.test(bytes.toString('latin1', at + 8, at + 32))))
      cut.replace(at, end)
    at = end
  }
  return null
}

function pngExif(exif: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from('eXIf'), exif])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(exif.length, 0)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}

const WEBP_EXIF_FLAG = 0x08
const WEBP_XMP_FLAG = 0x04

function bareWebp(bytes: Buffer): Buffer | null {
  if (bytes.length < 20 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null
  const whole = 8 + bytes.readUInt32LE(4)
  if (whole > bytes.length) return null
  const cut = cutting(bytes)
  let hasExif = false
  for (let at = 12; at < whole;) {
    if (at + 8 > whole) return null
    const size = bytes.readUInt32LE(at + 4)
    if (at + 8 + size > whole) return null
    const end = Math.min(at + 8 + size + (size % 2), whole)
    const type = bytes.toString('latin1', at, at + 4)
    if (type === 'EXIF') {
      const turned = orientationOnly(cut.orientation(at + 8 + (begins(bytes, at + 8, EXIF_MARK) ? 6 : 0)), webpExif)
      hasExif ||= turned !== undefined
      cut.replace(at, end, turned)
    } else if (type === 'XMP ' || type === 'C2PA') cut.replace(at, end)
    at = end
  }
  const bare = cut.upTo(whole)
  if (bare === bytes) return bare
  bare.writeUInt32LE(bare.length - 8, 4)
  if (bare.toString('latin1', 12, 16) === 'VP8X')
    bare[20] = (bare[20]! & ~(WEBP_EXIF_FLAG | WEBP_XMP_FLAG)) | (hasExif ? WEBP_EXIF_FLAG : 0)
  return bare
}

const webpExif = (exif: Buffer) => Buffer.concat([Buffer.from('455849461a000000', 'hex'), exif])

/** Nothing where the picture stands upright as it is. */
const orientationOnly = (orientation: number | null, wrapped: (exif: Buffer) => Buffer): Buffer | undefined =>
  orientation === null || orientation === 1 ? undefined : wrapped(exifOfOrientation(orientation))

/** Cuts pieces out from front to back, in one buffer however many they are. */
function cutting(bytes: Buffer) {
  let target: Buffer | undefined
  let from = 0
  let length = 0
  let turned = false
  const keepTo = (end: number) => {
    // An EXIF of its own can be longer than the one it stands for, by no more than that.
    target ??= Buffer.allocUnsafeSlow(bytes.length + 64)
    length += bytes.copy(target, length, from, end)
  }
  return {
    /** What the first EXIF says; readers pass over any other. */
    orientation(at: number): number | null {
      if (turned) return null
      turned = true
      return orientationIn(bytes, at)
    },
    replace(at: number, end: number, by?: Buffer): void {
      keepTo(at)
      if (by !== undefined) length += by.copy(target!, length)
      from = end
    },
    /** All of it where nothing was cut out. */
    upTo(end: number): Buffer {
      if (from === 0 && end === bytes.length) return bytes
      keepTo(end)
      return target!.subarray(0, length)
    },
  }
}
