import type { Format, Specialty } from './module-file.ts'

export const SPECIALTY_WORDS: Readonly<Record<Specialty, string>> = {
  'acute-medicine': 'Acute medicine',
  anaesthetics: 'Anaesthetics',
  cardiology: 'Cardiology',
  'emergency-medicine': 'Emergency medicine',
  'general-practice': 'General practice',
  'geriatric-medicine': 'Geriatric medicine',
  haematology: 'Haematology',
  paediatrics: 'Paediatrics',
  'palliative-medicine': 'Palliative medicine',
  psychiatry: 'Psychiatry',
  'renal-medicine': 'Renal medicine',
  surgery: 'Surgery',
  'professional-skills': 'Professional skills',
}

export const FORMAT_WORDS: Readonly<Record<Format, string>> = {
  'case-based': 'Case-based',
  reading: 'Reading',
  'just-in-time': 'Just in time',
}

/** One wording for the certificate, its check page and the list of certificates. */
export const certificateWords = {
  title: 'Certificate of learning',
  certifies: 'This certifies that',
  passed: 'completed and passed the learning module',
  on: 'Passed on',
  credits: 'Credits',
  /** With None, or an organisation that gave nothing. */
  noCredits: (minutes: number) => `About ${minutes} minutes of learning. No organisation’s credits are shown.`,
  designated: (organisation: string) => `Awarded by ${organisation}.`,
  selfAssessed: (organisation: string) =>
    `Self-assessed by this organisation’s published rule. ${organisation} has not reviewed or approved this module.`,
  code: 'Certificate code',
  check: (address: string) => `Anyone can check this code at ${address}`,
  qr: 'QR code of the page that checks this certificate',
  publisher: 'Cairn, an open portfolio for clinicians. For education; it does not attest to competence in practice.',
  fileName: (title: string, passedOn: string) => `certificate-${passedOn}-${slug(title)}.pdf`,
} as const

const slug = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'module'
