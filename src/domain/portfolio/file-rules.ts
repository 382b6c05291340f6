/**
 * Which files a portfolio takes, and under what name (P11): anything a clinician can hold as evidence, but no programs, and
 * nothing that is not what its name says. What a file is, is judged from its content; the name alone only ever makes it stricter.
 * Source of the endings refused: Microsoft, 'Blocked attachments in Outlook', and those by which macOS and Linux start programs.
 */
import { Refusal } from '#domain/errors.ts'
import { MOST_BYTES_PER_PERSON, MOST_FILE_BYTES } from './file-contract.ts'

/** What the bytes themselves say, before any name is looked at. */
export type Content =
  | { readonly kind: 'program' }
  | { readonly kind: 'text' }
  | { readonly kind: 'known'; readonly mediaType: string }
  | { readonly kind: 'unknown' }

const PROGRAM_ENDINGS = new Set(
  (
    'exe com scr pif cpl dll sys drv ocx msi msix msixbundle msp mst msu appx appxbundle appinstaller application gadget bat cmd ps1 ps1xml ps2 ' +
    'ps2xml psc1 psc2 psd1 psm1 psdm1 vb vbe vbs vbp ws wsc wsf wsh wsb js jse mjs cjs hta htc sct scf shb shs lnk url website inf ins isp reg ' +
    'chm hlp hpj jar jnlp class apk aab ipa app dmg pkg mpkg command workflow scpt scptd osx sh bash zsh csh ksh fish run appimage ' +
    'deb rpm snap flatpak flatpakref desktop elf so dylib py pyw pyc pyo pyz pyzw pl rb php asp aspx cgi iso img vhd vhdx xll xbap ' +
    'settingcontent-ms appref-ms diagcab msc mde ade adp wasm crx xpi swf'
  ).split(' '),
)

/** Programs, and what starts or installs one, whatever they are called. */
const PROGRAM_CONTENTS = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/x-ft-apple.alias',
  'application/x-apple-diskimage',
  'application/x-iso9660-image',
  'application/x-google-chrome-extension',
  'application/x-xpinstall',
  'application/x-deb',
  'application/x-rpm',
  'application/x-shockwave-flash',
  'application/x-ms-regedit',
  'application/x-asar',
  'application/java-vm',
  'application/java-archive',
  'application/vnd.android.package-archive',
  'application/vnd.ms-htmlhelp',
  'application/wasm',
])

type Family = 'pdf' | 'picture' | 'recording' | 'packed' | 'office' | 'compound' | 'text' | 'other'

interface Ending {
  /** What the content may be under this ending. */
  readonly holds: readonly Family[]
  /** As the page names it: 'is not …'. */
  readonly called: string
  /** Where the content says less than the ending does. */
  readonly mediaType?: string
}

const endings = new Map<string, Ending>()
const add = (names: string, ending: Omit<Ending, 'mediaType'>, mediaTypes: Readonly<Record<string, string>> = {}) => {
  for (const name of names.split(' ')) {
    const mediaType = mediaTypes[name]
    endings.set(name, mediaType === undefined ? ending : { ...ending, mediaType })
  }
}
add('pdf', { holds: ['pdf'], called: 'a PDF' })
add('jpg jpeg jfif png gif webp heic heif avif tif tiff bmp', { holds: ['picture'], called: 'a picture' })
add('mp4 m4v mov avi mkv webm wmv', { holds: ['recording'], called: 'a recording' })
// An encrypted Office document is a compound file.
add(
  'docx docm dotx xlsx xlsm xltx pptx pptm potx ppsx odt ods odp odg pages numbers key epub',
  { holds: ['office', 'packed', 'compound'], called: 'a document' },
  {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  },
)
// Hospital systems export tables of text or web pages under these.
add(
  'doc dot xls xlt ppt pps',
  { holds: ['compound', 'office', 'text', 'packed'], called: 'a document' },
  {
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    ppt: 'application/vnd.ms-powerpoint',
  },
)
add('msg', { holds: ['compound'], called: 'a mail' }, { msg: 'application/vnd.ms-outlook' })
add('zip 7z rar gz tgz bz2 xz tar', { holds: ['packed', 'office'], called: 'an archive' })
add(
  'txt text log md csv tsv json xml yaml yml ics vcf vcard eml mht mhtml bib ris rtf html htm xhtml shtml svg',
  { holds: ['text'], called: 'text' },
  {
    md: 'text/markdown',
    csv: 'text/csv',
    tsv: 'text/tab-separated-values',
    json: 'application/json',
    xml: 'application/xml',
    ics: 'text/calendar',
    vcf: 'text/vcard',
    vcard: 'text/vcard',
    eml: 'message/rfc822',
    rtf: 'application/rtf',
    html: 'text/html',
    htm: 'text/html',
    xhtml: 'text/html',
    shtml: 'text/html',
    svg: 'image/svg+xml',
  },
)

const PACKED =
  /^application\/(zip|gzip|zstd|lzip|x-(tar|rar-compressed|bzip2|7z-compressed|xz|compress|lzh-compressed|arj|ace-compressed|cpio|lz4))$/
const OFFICE = /^application\/(vnd\.(openxmlformats|oasis|ms-(word|excel|powerpoint)|apple|visio)|epub\+zip)/
const TEXTUAL = /^(text\/|application\/(rtf|xml|postscript|eps)$)/

function familyOf(content: Content): Family {
  if (content.kind === 'text') return 'text'
  if (content.kind !== 'known') return 'other'
  const type = content.mediaType
  if (type === 'application/pdf') return 'pdf'
  if (type === 'application/x-cfb' || type === 'application/vnd.ms-outlook') return 'compound'
  if (OFFICE.test(type)) return 'office'
  if (PACKED.test(type)) return 'packed'
  if (TEXTUAL.test(type)) return 'text'
  if (type.startsWith('image/')) return 'picture'
  if (/^(audio|video)\/|^application\/(ogg|mxf|vnd\.ms-asf)$/.test(type)) return 'recording'
  return 'other'
}

/** The part after the last dot in small letters; '' where there is none. */
export const endingOf = (name: string): string => /[^.]\.([^.\s]{1,20})$/.exec(name)?.[1]?.toLowerCase() ?? ''

const LONGEST_NAME = 255

/**
 * The name as it is kept: no folders, no control, invisible or direction-changing characters (by which 'gpj.exe' reads as 'exe.jpg'),
 * no dots or spaces at either end, which Windows drops.
 */
export function cleanName(name: string): string {
  const cleaned = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/^.*[\\/](?=[^\\/])/su, '')
    .replace(/[\p{Cc}\p{Co}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu, (character) =>
      /\s/u.test(character) ? ' ' : '',
    )
    .replace(/[\\/:*?"<>|\ufffd]/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/gu, '')
  if (cleaned === '') return 'file'
  if (cleaned.length <= LONGEST_NAME) return cleaned
  const ending = endingOf(cleaned)
  const tail = ending === '' ? '' : `.${ending}`
  return (
    cleaned
      .slice(0, LONGEST_NAME - tail.length)
      .toWellFormed()
      .replace(/\ufffd$/u, '')
      .trimEnd() + tail
  )
}

/** @throws Refusal `file_type_refused` for the name of a program, `too_large`, `invalid_input` for an empty file; at field `file` */
export function acceptUpload(name: string, sizeBytes: number): void {
  refuseProgramName(name, 'file')
  if (sizeBytes > MOST_FILE_BYTES) {
    const message = `“${name}” is ${inMiB(sizeBytes)}. A file can have ${inMiB(MOST_FILE_BYTES)} at most.`
    throw new Refusal('too_large', message, { fields: [{ path: 'file', message }], details: { mostBytes: MOST_FILE_BYTES } })
  }
  if (sizeBytes === 0) {
    const message = `“${name}” is empty, so there is nothing to keep.`
    throw new Refusal('invalid_input', message, { fields: [{ path: 'file', message }] })
  }
}

/** @throws Refusal `quota_passed` */
export function refusePassedQuota(usedBytes: number, sizeBytes: number): void {
  if (usedBytes + sizeBytes <= MOST_BYTES_PER_PERSON) return
  const message = `There is no room for this file of ${inMiB(sizeBytes)}: ${inMiB(usedBytes)} of your ${inMiB(MOST_BYTES_PER_PERSON)} are used. Remove files you no longer need, and empty the bin.`
  throw new Refusal('quota_passed', message, {
    fields: [{ path: 'file', message }],
    details: { usedBytes, mostBytes: MOST_BYTES_PER_PERSON },
  })
}

/**
 * The media type of a file that is taken, from its content, and from its name where the content leaves it open.
 * @throws Refusal `file_type_refused`, at the field `file`, or the one named
 */
export function judgeFile(name: string, content: Content, field = 'file'): string {
  refuseProgramName(name, field)
  if (content.kind === 'program' || (content.kind === 'known' && PROGRAM_CONTENTS.has(content.mediaType))) {
    throw refused(`“${name}” is a program. Programs are not taken, whatever they are called.`, field)
  }
  const ending = endings.get(endingOf(name))
  const family = familyOf(content)
  if (ending !== undefined && !ending.holds.includes(family)) {
    throw refused(`“${name}” is not ${ending.called}, though its name says so. It may be damaged, or named wrongly.`, field)
  }
  if (family === 'pdf' || family === 'picture' || family === 'recording') return (content as { mediaType: string }).mediaType
  if (ending?.mediaType !== undefined) return ending.mediaType
  if (content.kind === 'known') return content.mediaType
  return content.kind === 'text' ? 'text/plain' : 'application/octet-stream'
}

/**
 * The new name of a file that is there: it keeps its ending where none is given.
 * @throws Refusal `file_type_refused` at field `name`
 */
export function renamed(before: { readonly name: string; readonly mediaType: string }, wanted: string): string {
  const kept = endingOf(before.name)
  const clean = cleanName(wanted)
  const name = kept !== '' && endingOf(clean) === '' ? cleanName(`${clean.slice(0, LONGEST_NAME - kept.length - 1)}.${kept}`) : clean
  if (endingOf(name) === kept) return name
  // Text and what has no mark of its own were judged by their old ending, and are now by the new one.
  const content: Content =
    before.mediaType === 'application/octet-stream'
      ? { kind: 'unknown' }
      : { kind: 'known', mediaType: contentTypeBehind(before.mediaType) }
  judgeFile(name, content, 'name')
  return name
}

const contentTypeBehind = (mediaType: string): string => {
  if (/^(text\/|message\/)|^image\/svg|^application\/(json|xml|rtf)$/.test(mediaType)) return 'text/plain'
  return /^application\/(msword|vnd\.ms-(excel|powerpoint|outlook))$/.test(mediaType) ? 'application/x-cfb' : mediaType
}

function refuseProgramName(name: string, field: string): void {
  const ending = endingOf(name)
  if (PROGRAM_ENDINGS.has(ending))
    throw refused(
      `Files ending in “.${ending}” can start a program, so they are not taken. Put text into a .txt, or a picture of it instead.`,
      field,
    )
}

/** For a file that only takes time: it unpacks, points and repeats as none does that was made by a program for people. */
export const unreadable = (name: string): Refusal =>
  refused(`“${name}” could not be read in good time. It may be damaged. Save it anew, a picture as JPEG or PNG, and choose that.`, 'file')

const refused = (message: string, path: string) => new Refusal('file_type_refused', message, { fields: [{ path, message }] })

/** '51 MiB', '1.5 GiB'; rounded up below a hundredth, so that no file too large reads as one that fits. */
export function inMiB(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024
  if (mebibytes >= 1024) return `${shortened(mebibytes / 1024)} GiB`
  return `${shortened(mebibytes)} MiB`
}

const shortened = (amount: number) => (Math.ceil(amount * 100) / 100).toLocaleString('en-GB', { maximumFractionDigits: 2 })
