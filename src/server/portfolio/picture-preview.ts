import type { SharpOptions } from 'sharp'
import sharp from 'sharp'

sharp.cache(false)
sharp.concurrency(1)

/** A picture of more is kept and shown by nobody: opening it would take the server's memory. */
const MOST_PIXELS = 100_000_000
/** Of the longer side. */
const PREVIEW_PIXELS = 1600
const MOST_SECONDS = 20

const OPTIONS: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: 'none', sequentialRead: true }

/** Smaller, upright and without metadata; null where it cannot be read. */
export async function previewOf(bytes: Buffer): Promise<Buffer | null> {
  try {
    const animated = (await sharp(bytes, OPTIONS).metadata()).format === 'gif'
    return await sharp(bytes, { ...OPTIONS, animated })
      .timeout({ seconds: MOST_SECONDS })
      .autoOrient()
      .resize({ width: PREVIEW_PIXELS, height: PREVIEW_PIXELS, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82, effort: 3 })
      .toBuffer()
  } catch {
    return null
  }
}
