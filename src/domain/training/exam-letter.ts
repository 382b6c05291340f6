/** What the owner is told when the college has uploaded results. The result stands in the record, not in the mail. */
export const examLetter = (name: string, exams: readonly string[], url: string) => ({
  subject: exams.length === 1 ? 'An exam result is in your record' : 'Exam results are in your record',
  greeting: `Dear ${name},`,
  paragraphs: [
    `Your college has added ${exams.length === 1 ? 'the result of this exam' : 'the results of these exams'} to your training record: ${exams.join('; ')}.`,
    'It is verified already; there is nothing for you to do. If something is wrong, write to your college.',
  ],
  link: { label: 'See it under ‘Certificates and exams’', url },
})
