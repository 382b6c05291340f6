import sharp from 'sharp'
import { expect, test } from 'vitest'
import { previewOf } from './picture-preview.ts'

test('P11: a preview is small, upright and bare; what is no picture has none', async () => {
  const place = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 2600/100' } }
  const large = await sharp({ create: { width: 4000, height: 2000, channels: 3, background: 'blue' } })
    .withExif(place)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const { width, height, exif, format } = await sharp((await previewOf(large))!).metadata()
  expect({ width, height, exif, format }).toEqual({ width: 800, height: 1600, exif: undefined, format: 'webp' })
  expect(await previewOf(Buffer.from('no picture'))).toBeNull()
})
