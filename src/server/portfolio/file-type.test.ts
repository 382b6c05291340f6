import { expect, test } from 'vitest'
import { contentOf } from './file-type.ts'

const hex = (text: string, length = 600) => Buffer.concat([Buffer.from(text.replaceAll(' ', ''), 'hex'), Buffer.alloc(length, 0)])

test.each([
  ['a Windows program', hex('4d5a9000 03000000 04000000 ffff0000')],
  ['a Linux program', hex('7f454c46 02010100')],
  ['a program of macOS', hex('cffaedfe 07000001')],
  ['a universal program of macOS', hex('cafebabe 00000002 01000007')],
  ['a script that names its interpreter', Buffer.from('#!/bin/sh\nrm -rf ~\n')],
])('P11: %s is a program whatever it is called', async (_what, bytes) => {
  expect(await contentOf(bytes)).toEqual({ kind: 'program' })
})

function compound(rootClass: string): Buffer {
  const bytes = Buffer.alloc(2048)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  bytes.writeUInt16LE(9, 30)
  bytes.writeUInt32LE(1, 48)
  Buffer.from(rootClass, 'hex').copy(bytes, 1024 + 80)
  return bytes
}

test('P11: a Windows installer is told from an old Word document, though both are compound files', async () => {
  expect(await contentOf(compound('84100c0000000000c000000000000046'))).toEqual({ kind: 'program' })
  expect(await contentOf(compound('0609020000000000c000000000000046'))).toEqual({ kind: 'known', mediaType: 'application/x-cfb' })
})

test.each([
  'BMJ Learning: sepsis',
  'MZ twins: a review',
  'ID3 what is it',
  'naïve, café',
  '',
  'Date,Credits\n2026-01-04,1.5\n',
  '<!doctype html><p>x',
  'RIFF?',
])('P11: %j is text, whatever mark it seems to begin with', async (text) =>
  expect(await contentOf(Buffer.from(text))).toEqual({ kind: 'text' }),
)

test('P11: text from older programs on Windows is text', async () => {
  expect(await contentOf(Buffer.from('Prüfung; 5 £\r\n', 'latin1'))).toEqual({ kind: 'text' })
  expect(await contentOf(Buffer.from('\ufeffUnicode text', 'utf16le'))).toEqual({ kind: 'text' })
})

test('P11: a PDF is one even where a scanner wrote lines of its own before it', async () => {
  const pdf = { kind: 'known', mediaType: 'application/pdf' }
  expect(await contentOf(Buffer.from('%PDF-1.7\n1 0 obj'))).toEqual(pdf)
  expect(await contentOf(Buffer.concat([Buffer.alloc(100, 0), Buffer.from('%PDF-1.4\n')]))).toEqual(pdf)
})

test('P11: bytes that say nothing are unknown', async () => {
  expect(await contentOf(Buffer.from([0, 1, 2, 3, 250, 0, 9]))).toEqual({ kind: 'unknown' })
})
