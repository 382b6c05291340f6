import { expect, test } from 'vitest'
import { filledOf } from './filled.ts'
import { FormFile } from './form-file.ts'

const section = (id: string, more: object = {}) => ({
  id,
  title: id,
  writer: 'trainee',
  fields: [{ id: `${id}-text`, kind: 'text', label: 'Said' }],
  ...more,
})
const FORM = FormFile.parse({
  id: 'meeting-1',
  version: '1',
  title: 'A meeting',
  short: 'Meeting',
  family: 'meeting',
  about: 'To talk.',
  wordsAreOurs: true,
  source: 'Made up for this test',
  certainty: 'recalled',
  sections: [section('agenda'), section('wellbeing', { restricted: true }), section('scratch', { scratch: true })],
})

test('A8, F8: what a form says where it is evidence leaves out scratch, and what few may read', () => {
  const said = filledOf(FORM, {
    agenda: { 'agenda-text': 'Clinics' },
    wellbeing: { 'wellbeing-text': 'Nights' },
    scratch: { 'scratch-text': 'Tired' },
  })
  expect(said.sections.map(({ title }) => title)).toEqual(['agenda'])
  expect(JSON.stringify(said)).not.toMatch(/Nights|Tired/)
})
