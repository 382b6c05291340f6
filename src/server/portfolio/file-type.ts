import { fileTypeFromBuffer } from 'file-type'
import type { Content } from '#domain/portfolio/file-rules.ts'

/** Kinds of text that have a mark of their own. All other marks are a few letters, with which a text may begin by chance ('BMJ', 'MZ twins'). */
const MARKED_TEXT = /^(application\/(pdf|rtf|xml|postscript|eps|pgp-encrypted)|text\/|image\/svg)/

/** What the bytes of a whole file say they are. Reads no name. */
export async function contentOf(bytes: Uint8Array): Promise<Content> {
  const known = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const mediaType = known?.mime.split(';')[0]
  if (isText(bytes)) {
    if (mediaType !== undefined && MARKED_TEXT.test(mediaType)) return { kind: 'known', mediaType }
    // '#!' names the program that runs what follows.
    return bytes[0] === 0x23 && bytes[1] === 0x21 ? { kind: 'program' } : { kind: 'text' }
  }
  if (isExecutable(bytes) || isInstaller(bytes)) return { kind: 'program' }
  if (mediaType !== undefined) return { kind: 'known', mediaType }
  // Scanners put lines of their own before the mark; readers look for it in the first kilobyte.
  if (latin1(bytes.subarray(0, 1024)).includes('%PDF-')) return { kind: 'known', mediaType: 'application/pdf' }
  return { kind: 'unknown' }
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** UTF-8 or UTF-16 without control characters; else a one-byte encoding, as older programs on Windows write it. */
function isText(bytes: Uint8Array): boolean {
  const mark = (bytes[0]! << 8) | bytes[1]!
  if (bytes.length % 2 === 0 && (mark === 0xfffe || mark === 0xfeff)) return decodes(bytes, mark === 0xfffe ? 'utf-16le' : 'utf-16be')
  let high = 0
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b) return false
    if (byte === 0x7f) return false
    if (byte >= 0x80) high++
  }
  return high === 0 || decodes(bytes, 'utf-8') || high < bytes.length / 3
}

const DECODED_AT_ONCE = 64 * 1024
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0e-\x1a]/

function decodes(bytes: Uint8Array, encoding: string): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += DECODED_AT_ONCE) {
      if (CONTROL.test(decoder.decode(bytes.subarray(at, at + DECODED_AT_ONCE), { stream: true }))) return false
    }
    decoder.decode()
    return true
  } catch {
    return false
  }
}

const MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0xcafebabf])

/** Windows and DOS, Linux, macOS (and Java classes, which share its mark). */
function isExecutable(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false
  const first = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
  return first >>> 16 === 0x4d5a || first === 0x7f454c46 || MACH_O.has(first)
}

const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** {000C1084-0000-0000-C000-000000000046} as it lies in the file, and the classes of patches and transforms beside it. */
const INSTALLER_CLASS = /^8[246]100c0000000000c000000000000046$/

/** Windows installers are compound files like old Word documents; the class of the root tells them apart. [MS-CFB] 2.2 and 2.6 */
function isInstaller(bytes: Uint8Array): boolean {
  if (bytes.length < 512 || COMPOUND.some((byte, index) => bytes[index] !== byte)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sectorBytes = 1 << view.getUint16(30, true)
  const root = (view.getUint32(48, true) + 1) * sectorBytes
  if (root + 96 > bytes.length) return false
  return INSTALLER_CLASS.test(Buffer.from(bytes.subarray(root + 80, root + 96)).toString('hex'))
}
