import { expect, test } from 'vitest'
import { readInvitationLines } from './invitation-lines.ts'

const YEARS = ['IMY1', 'IMY2', 'IMY3']
const read = (text: string) => readInvitationLines(text, YEARS)

test('T1: doctors are read one a line, from a table or typed', () => {
  expect(
    read(
      'Email\tYear\tFirst day\nAda@Example.org\tIMY1\t2027-08-04\tPaid\n\ngrace@example.org, imy2, 4/8/2027, paid, in part\nx@example.org;IMY3;05.08.2027',
    ),
  ).toEqual({
    lines: [
      { email: 'ada@example.org', trainingYear: 'IMY1', startsOn: '2027-08-04', feeNote: 'Paid' },
      { email: 'grace@example.org', trainingYear: 'IMY2', startsOn: '2027-08-04', feeNote: 'paid, in part' },
      { email: 'x@example.org', trainingYear: 'IMY3', startsOn: '2027-08-05', feeNote: '' },
    ],
    faults: [],
  })
})

test('T1: each line at fault is named with what is wrong', () => {
  const { faults } = read(
    'ada, IMY1, 2027-08-04\nb@example.org, IMY9, 2027-08-04\nc@example.org, IMY1, 29/2/2027\nd@example.org, IMY1, 2028-02-29\nD@example.org, IMY1, 2028-02-29',
  )
  expect(faults).toEqual([
    { line: 1, message: '‘ada’ is not an email address.' },
    { line: 2, message: '‘IMY9’ is not a training year here. They are IMY1, IMY2 and IMY3.' },
    { line: 3, message: '‘29/2/2027’ is not a day. Write it as 4/8/2027 or 2027-08-04.' },
    { line: 5, message: 'This address stands in line 4 already.' },
  ])
})

test('T1: more than can be invited at once is said so', () => {
  const many = Array.from({ length: 501 }, (_, n) => `d${n}@example.org,IMY1,2027-08-04`).join('\n')
  expect(read(many).faults).toEqual([{ line: 501, message: 'At most 500 doctors at once. Invite the rest afterwards.' }])
})
