/** Letters about filled forms. None holds anything clinical: no title of a case, no answer. */
export const entryLetters = {
  waits: (trainee: string, supervisor: string, form: string, url: string) => ({
    subject: `A form of ${trainee} waits for you`,
    greeting: `Dear ${supervisor},`,
    paragraphs: [`${trainee} has finished their part of a form: ${form}. Yours comes next.`, 'It stands in their brief too.'],
    link: { label: 'Open the form', url },
  }),
} as const
