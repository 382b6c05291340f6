import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '#domain/errors.ts'
import { MOST_BYTES_PER_PERSON, MOST_FILE_BYTES } from './file-contract.ts'
import { acceptUpload, cleanName, endingOf, inMiB, judgeFile, refusePassedQuota, renamed, type Content } from './file-rules.ts'

const refusalOf = (work: () => unknown): Refusal => {
  try {
    work()
  } catch (refusal) {
    return refusal as Refusal
  }
  throw new Error('This was not refused.')
}

const known = (mediaType: string): Content => ({ kind: 'known', mediaType })
const TEXT: Content = { kind: 'text' }
const UNKNOWN: Content = { kind: 'unknown' }
const PROGRAM: Content = { kind: 'program' }
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('P11: which files are taken', () => {
  test.each([
    ['Certificate.pdf', known('application/pdf'), 'application/pdf'],
    ['IMG_0412.JPG', known('image/jpeg'), 'image/jpeg'],
    // Messengers save WebP under .jpg; the content says which picture it is.
    ['photo.jpg', known('image/webp'), 'image/webp'],
    ['letter.docx', known(DOCX), DOCX],
    ['locked.docx', known('application/x-cfb'), DOCX],
    ['old letter.doc', known('application/x-cfb'), 'application/msword'],
    ['export.xls', TEXT, 'application/vnd.ms-excel'],
    ['feedback.msg', known('application/x-cfb'), 'application/vnd.ms-outlook'],
    ['logbook.csv', TEXT, 'text/csv'],
    ['thanks.eml', TEXT, 'message/rfc822'],
    ['notes.txt', TEXT, 'text/plain'],
    ['notes', TEXT, 'text/plain'],
    ['page.html', TEXT, 'text/html'],
    ['drawing.svg', known('application/xml'), 'image/svg+xml'],
    ['audit.zip', known('application/zip'), 'application/zip'],
    ['talk.mp3', known('audio/mpeg'), 'audio/mpeg'],
    ['survey.sav', known('application/x-spss-sav'), 'application/x-spss-sav'],
    ['scan.xyz', UNKNOWN, 'application/octet-stream'],
  ])('P11: %s is taken for what it is', (name, content, mediaType) => {
    expect(judgeFile(name, content)).toBe(mediaType)
  })

  test.each([
    ['certificate.pdf', PROGRAM, 'is a program'],
    ['certificate.zip', known('application/java-archive'), 'is a program'],
    ['certificate.pdf', known('image/png'), 'is not a PDF'],
    ['certificate.pdf', TEXT, 'is not a PDF'],
    ['certificate.pdf', UNKNOWN, 'is not a PDF'],
    ['photo.png', known('application/pdf'), 'is not a picture'],
    ['letter.docx', TEXT, 'is not a document'],
    ['notes.txt', UNKNOWN, 'is not text'],
    ['setup.exe', TEXT, '.exe'],
    ['report.pdf.BAT', TEXT, '.bat'],
    ['macro.vbs', TEXT, '.vbs'],
  ])('P11, N1: %s is refused at the field, in plain words', (name, content, words) => {
    const refusal = refusalOf(() => judgeFile(name, content))
    expect(refusal.code).toBe('file_type_refused')
    expect(refusal.message).toContain(words)
    expect(refusal.fields).toEqual([{ path: 'file', message: refusal.message }])
  })

  test('P11: 50 MiB are taken, one byte more is refused before any byte is sent, saying both sizes', () => {
    acceptUpload('a.pdf', MOST_FILE_BYTES)
    const refusal = refusalOf(() => acceptUpload('a.pdf', 51 * 1024 * 1024))
    expect(refusal.code).toBe('too_large')
    expect(refusal.message).toBe('“a.pdf” is 51 MiB. A file can have 50 MiB at most.')
    expect(refusalOf(() => acceptUpload('a.pdf', MOST_FILE_BYTES + 1)).message).toContain('50.01 MiB')
    expect(refusalOf(() => acceptUpload('a.pdf', 0)).code).toBe('invalid_input')
  })

  test('P11: the quota is 2 GiB to the byte, and its refusal says how much is used', () => {
    refusePassedQuota(MOST_BYTES_PER_PERSON - 10, 10)
    const refusal = refusalOf(() => refusePassedQuota(MOST_BYTES_PER_PERSON - 10, 11))
    expect(refusal.code).toBe('quota_passed')
    expect(refusal.message).toContain('2 GiB of your 2 GiB are used')
    expect(refusal.details['usedBytes']).toBe(MOST_BYTES_PER_PERSON - 10)
  })
})

describe('P11: names', () => {
  test.each([
    ['C:\\fakepath\\ALS certificate.pdf', 'ALS certificate.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['  two   spaces .txt', 'two spaces .txt'],
    ['setup.exe. ', 'setup.exe'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['line\nbreak\0.txt', 'line break.txt'],
    ['.htaccess', 'htaccess'],
    ['what? "this".pdf', 'what_ _this_.pdf'],
    ['Prüfung – “große” Übersicht 日本.pdf', 'Prüfung – “große” Übersicht 日本.pdf'],
    ['...', 'file'],
  ])('P11: %j is kept as %j', (name, kept) => expect(cleanName(name)).toBe(kept))

  test('P11: whatever the name, the one kept is 1 to 255 characters, one line, no folder, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const kept = cleanName(name)
        expect(kept.length).toBeGreaterThan(0)
        expect(kept.length).toBeLessThanOrEqual(255)
        expect(kept).not.toMatch(/[\\/\p{Cc}]/u)
        expect(kept.isWellFormed()).toBe(true)
        expect(cleanName(kept)).toBe(kept)
      }),
    )
  })

  test('P11: a long name keeps its ending', () => {
    expect(endingOf(cleanName(`${'x'.repeat(400)}.pdf`))).toBe('pdf')
  })

  test('P11: a new name without an ending keeps the old one', () => {
    expect(renamed({ name: 'scan.pdf', mediaType: 'application/pdf' }, 'ALS certificate')).toBe('ALS certificate.pdf')
    expect(renamed({ name: 'notes.txt', mediaType: 'text/plain' }, 'notes.md')).toBe('notes.md')
    expect(renamed({ name: 'a.doc', mediaType: 'application/msword' }, 'b.xls')).toBe('b.xls')
  })

  test('P11: a new name cannot make a file seem what it is not', () => {
    for (const name of ['certificate.exe', 'certificate.png']) {
      const refusal = refusalOf(() => renamed({ name: 'scan.pdf', mediaType: 'application/pdf' }, name))
      expect(refusal.code).toBe('file_type_refused')
      expect(refusal.fields[0]?.path).toBe('name')
    }
  })
})

test('N1: sizes read as people write them', () => {
  expect([inMiB(51 * 1024 * 1024), inMiB(1.5 * 1024 ** 3), inMiB(1)]).toEqual(['51 MiB', '1.5 GiB', '0.01 MiB'])
})
