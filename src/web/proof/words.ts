import { sayNumber } from '#domain/say-number.ts'

export const words = {
  title: 'Proof of what was signed',
  titleOf: (name: string) => `Proof of what was signed for ${name}`,
  intro:
    'Sign-offs, declarations and verifications are fastened to one another in the order they were signed, like links of a chain. If anybody later alters one, takes one away or slips one in, even by changing the database itself, the chain no longer fits.',
  headTitle: 'The newest head',
  headCount: (count: number) => (count === 1 ? 'One record is signed.' : `${sayNumber(count)} records are signed.`),
  headAt: (when: string) => `The newest was signed on ${when}.`,
  headKeep:
    'This line stands for everything signed so far. It also goes out in your reports, certificates and sign-off mails. Whoever holds one can show later whether something before it was changed.',
  headLabel: 'Line to keep',
  copy: 'Copy',
  signedTitle: 'What was signed',
  by: (name: string) => `by ${name}`,
  erased: 'erased; its link stays',
  link: (number: number) => `Link ${number}`,
  download: 'Download the proof',
  downloadHelp:
    'A file with the whole chain, what was signed, and the head of today. It holds what was written in sign-offs and declarations, so keep it as you keep those.',
  check: 'Check a proof',
  none: 'Nothing is signed yet',
  noneText: 'Once a supervisor signs something off, or you sign a declaration, it stands here and can be proved.',
  onlyHead: 'What was signed in detail, and the proof, are for the trainee alone.',
  loading: 'Loading',
  retry: 'Try again',
  verifyTitle: 'Check a proof',
  verifyFile: 'Save the verifier',
  verifyFileHelp: 'This page as one file. It works from your disk with the network off, and long after this server is gone.',
  keyFailed: 'The key of this server could not be fetched. Put it in below from where you trust it.',
} as const
