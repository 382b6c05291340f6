import type { MeterTexts } from './curriculum-file.ts'

export const METER_READINGS = ['none', 'one', 'two or three', 'more'] as const
export type MeterReading = (typeof METER_READINGS)[number]

/**
 * What the pieces of evidence linked to an item amount to, with the programme's text for it. A few good pieces are the aim: the meter
 * never asks for more than three.
 * Source: Yorkshire and Humber Deanery, IMT ePortfolio page, 'Curriculum Sign Off' (rule T8).
 */
export function readMeter(pieces: number, texts: MeterTexts): { readonly reading: MeterReading; readonly text: string } {
  if (pieces <= 0) return { reading: 'none', text: texts.none }
  if (pieces === 1) return { reading: 'one', text: texts.one }
  if (pieces <= 3) return { reading: 'two or three', text: texts.twoOrThree }
  return { reading: 'more', text: texts.more }
}
