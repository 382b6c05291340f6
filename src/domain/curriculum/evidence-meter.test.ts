import { expect, test } from 'vitest'
import { readMeter } from './evidence-meter.ts'
import { smallCurriculum } from './small-curriculum.test-data.ts'

test('T8: no evidence, one piece, two or three, and more are told apart, each with the programme’s text', () => {
  const { meter } = smallCurriculum()
  expect([0, 1, 2, 3, 4, 40].map((pieces) => readMeter(pieces, meter))).toEqual([
    { reading: 'none', text: 'None yet.' },
    { reading: 'one', text: 'One will do if it explores all.' },
    { reading: 'two or three', text: 'Good.' },
    { reading: 'two or three', text: 'Good.' },
    { reading: 'more', text: 'Choose your best.' },
    { reading: 'more', text: 'Choose your best.' },
  ])
})
