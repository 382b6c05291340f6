import sharp from 'sharp'
import { expect, test } from 'vitest'
import { TooTangled } from './exif.ts'
import { blankPlace, withoutPlace } from './picture-place.ts'

const LATITUDE = '51/1 30/1 2600/100'
const PLACE = {
  IFD0: { Make: 'Phone' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: LATITUDE, GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 3900/100' },
}
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51,30.4N"/></rdf:RDF></x:xmpmeta>'

/** 40 by 20 pixels of many colours, lying on its side unless said, taken in London. */
async function taken(format: 'jpeg' | 'png' | 'webp', orientation = 6): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 40 * 20 * 3 }, (_, index) => (index * 37) % 256))
  return sharp(pixels, { raw: { width: 40, height: 20, channels: 3 } })
    .withExif(PLACE)
    .withMetadata({ orientation })
    .withXmp(XMP)
    .keepIccProfile()
    .toFormat(format)
    .toBuffer()
}

const pixelsOf = (bytes: Buffer) => sharp(bytes, { failOn: 'warning' }).raw().toBuffer()

/** 51, 30 and 26 as EXIF writes them. */
const seconds = (bytes: Buffer) => ['00000a2800000064', '280a000064000000'].some((value) => bytes.includes(Buffer.from(value, 'hex')))

test.each([['jpeg'], ['png'], ['webp']] as const)(
  'P11: a %s from a phone loses its place, keeps every pixel, and is still turned upright',
  async (format) => {
    const before = await taken(format)
    expect((await sharp(before).metadata()).xmp).toBeDefined()
    const after = withoutPlace(before, `image/${format}`)
    const { exif, xmp, orientation, icc, format: kept } = await sharp(after).metadata()
    expect({ xmp, orientation, icc, kept }).toEqual({
      xmp: undefined,
      orientation: 6,
      icc: (await sharp(before).metadata()).icc,
      kept: format,
    })
    expect(exif!.length).toBeLessThan(40)
    expect(after.includes('exif:GPS') || seconds(after)).toBe(false)
    expect(after.length).toBeLessThan(before.length)
    expect(await pixelsOf(after)).toEqual(await pixelsOf(before))
    expect((await sharp(after).autoOrient().toBuffer({ resolveWithObject: true })).info).toMatchObject({ width: 20, height: 40 })
  },
)

test.each([['jpeg'], ['png'], ['webp']] as const)('P11: a %s that stands upright keeps no EXIF at all', async (format) => {
  const after = withoutPlace(await taken(format, 1), `image/${format}`)
  expect((await sharp(after).metadata()).exif).toBeUndefined()
  expect(seconds(after) || after.includes('Phone')).toBe(false)
})

test('P11: a progressive JPEG of several scans is followed to its end, and what a phone puts behind it is cut off', async () => {
  const before = await sharp(await taken('jpeg'))
    .keepMetadata()
    .jpeg({ progressive: true })
    .toBuffer()
  const after = withoutPlace(Buffer.concat([before, await taken('jpeg')]), 'image/jpeg')
  expect(seconds(after)).toBe(false)
  expect(after.length).toBeLessThan(before.length)
  expect(await pixelsOf(after)).toEqual(await pixelsOf(before))
})

test.each([['jpeg'], ['png'], ['webp']] as const)('P11: a %s without metadata keeps its very bytes', async (format) => {
  const plain = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .toFormat(format)
    .toBuffer()
  expect(withoutPlace(plain, `image/${format}`)).toBe(plain)
})

test.each([
  ['with the usual mark', 0],
  ['without it', 6],
])('P11: what is not taken apart (HEIC, %s) keeps all its bytes but those of the place', async (_how, from) => {
  const exif = (await sharp(await taken('jpeg')).metadata()).exif!.subarray(from)
  const heic = Buffer.concat([Buffer.from('0000001866747970686569630000000068656963', 'hex'), exif, Buffer.from('pixels')])
  expect(seconds(heic)).toBe(true)
  const after = withoutPlace(heic, 'image/heic')
  expect(after.length).toBe(heic.length)
  expect(seconds(after)).toBe(false)
  expect(after.includes('Phone')).toBe(true)
  expect(after.subarray(-6).toString()).toBe('pixels')
})

test.each([['jpeg'], ['png'], ['webp']] as const)('P11: a damaged %s loses its place wherever it was cut off', async (format) => {
  const whole = await taken(format)
  expect(seconds(whole)).toBe(true)
  for (let length = 0; length < whole.length; length += 7) {
    const damaged = whole.subarray(0, length)
    if (seconds(damaged)) expect([length, seconds(withoutPlace(damaged, `image/${format}`))]).toEqual([length, false])
  }
  expect(seconds(withoutPlace(whole, `image/${format}`))).toBe(false)
})

test('P11: a TIFF keeps all but its place', async () => {
  const tiff = (await sharp(await taken('jpeg')).metadata()).exif!.subarray(6)
  const after = withoutPlace(tiff, 'image/tiff')
  expect([seconds(tiff), seconds(after), after.includes('Phone'), after.length]).toEqual([true, false, true, tiff.length])
})

test('P11: a place in XMP is blanked too, and nothing around it', () => {
  const xmp = 'a<x exif:GPSLatitude="51,30.4N" tiff:Make="P"><exif:GPSLongitude>0,7.6W</exif:GPSLongitude>b<exif:GPSx/>c'
  expect(blankPlace(Buffer.from(xmp)).toString()).toBe(
    'a<x exif:GPSLatitude="        " tiff:Make="P"><exif:GPSLongitude>      </exif:GPSLongitude>b<exif:GPSx/>c',
  )
})

test('P11: blanking never fails on broken metadata', () => {
  const loop = Buffer.concat([Buffer.from('Exif\0\0II*\0', 'latin1'), Buffer.from('08000000ffff', 'hex'), Buffer.alloc(40, 0x88)])
  expect(blankPlace(loop).length).toBe(loop.length)
  expect(blankPlace(Buffer.from('Exif\0\0II*\0', 'latin1')).length).toBe(10)
})

/** IFD0 with n entries, each naming the same directory of the place, of n entries that each name a value of `length` bytes. */
function pointingTiff(n: number, length: number): Buffer {
  const bytes = Buffer.alloc(10 + n * 12 + 4 + 2 + n * 12 + length)
  const place = 10 + n * 12 + 4
  bytes.write('II*\0', 'latin1')
  bytes.writeUInt32LE(8, 4)
  bytes.writeUInt16LE(n, 8)
  bytes.writeUInt16LE(n, place)
  for (let index = 0; index < n; index++) {
    const pointer = 10 + index * 12
    bytes.writeUInt16LE(0x8825, pointer)
    bytes.writeUInt16LE(4, pointer + 2)
    bytes.writeUInt32LE(place, pointer + 8)
    const entry = place + 2 + index * 12
    bytes.writeUInt16LE(2, entry + 2)
    bytes.writeUInt32LE(length, entry + 4)
    bytes.writeUInt32LE(place + 2 + n * 12, entry + 8)
  }
  return bytes
}

test('P11: a directory of the place is blanked once, however many entries name it', () => {
  const after = blankPlace(pointingTiff(60_000, 8))
  expect(after.subarray(-8 - 60_000 * 12).every((byte) => byte === 0)).toBe(true)
})

test.each([
  ['names of XMP without an end', Buffer.from('GIF89a' + '<exif:GPSa'.repeat(500_000)), true],
  ['one name of XMP that never ends', Buffer.from('GIF89a<exif:GPS' + 'a'.repeat(5_000_000)), false],
  ['marks of EXIF', Buffer.from('GIF89a' + 'Exif\0\0II*\0'.repeat(500_000), 'latin1'), false],
  ['bare marks', Buffer.from('MM\0*'.repeat(2_000_000), 'latin1'), true],
  ['values of a place that each fill the file', pointingTiff(60_000, 4_000_000), true],
  ['directories that follow each other', Buffer.from('II*\0'.repeat(4) + '\x08\0\0\0\x01\0\0\0\x02\0'.repeat(800_000), 'latin1'), false],
] as const)('P11: %s, 5 MB of them, are read in steps or given up', (_what, hostile, givenUp) => {
  const began = performance.now()
  if (givenUp) expect(() => withoutPlace(hostile, 'image/gif')).toThrow(TooTangled)
  else expect(withoutPlace(hostile, 'image/gif')).toHaveLength(hostile.length)
  // What squares takes minutes.
  expect(performance.now() - began).toBeLessThan(5000)
})

test.each([
  [
    'image/jpeg',
    Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.from('ffe10002fffe0002'.repeat(1_000_000), 'hex'), Buffer.from('ffd9', 'hex')]),
    4_000_004,
  ],
  ['image/jpeg', Buffer.concat([Buffer.from('ffd8ffda0002', 'hex'), Buffer.alloc(8_000_000, 0xff)]), 8_000_006],
  [
    'image/png',
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      Buffer.from('0000000065584966000000000000000061416141'.padEnd(48, '0').repeat(300_000), 'hex'),
      Buffer.from('0000000049454e4400000000', 'hex'),
    ]),
    3_600_020,
  ],
  [
    'image/webp',
    Buffer.concat([Buffer.from('5249464604127a0057454250', 'hex'), Buffer.from('45584946000000004141414100000000'.repeat(500_000), 'hex')]),
    4_000_012,
  ],
] as const)('P11: %s of a million pieces of metadata is cut in one pass', (mediaType, hostile, length) => {
  const began = performance.now()
  expect(withoutPlace(hostile, mediaType).length).toBe(length)
  expect(performance.now() - began).toBeLessThan(5000)
})
