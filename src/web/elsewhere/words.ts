import type { KindElsewhere, ProofElsewhere, RemarkElsewhere } from '#domain/elsewhere/signed-elsewhere.ts'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { sayNumber } from '#domain/say-number.ts'

const many = (n: number) => (n === 1 ? '1 record' : `${sayNumber(n)} records`)
const list = new Intl.ListFormat('en-GB', { type: 'disjunction' })

export const words = {
  kinds: elsewhereWords.kinds satisfies Record<KindElsewhere, string>,
  title: 'Signed elsewhere',
  titleOf: (name: string) => `${name}: signed elsewhere`,
  intro: {
    own: 'What others signed for you in another account or another Cairn, what you declared there and the certificates of modules you were given, as it came here with your archive. You can read it here. It counts for nothing, and cannot be linked, until a supervisor or your coordinator here accepts it.',
    others:
      'What others signed for this doctor in another account or another Cairn, what they declared there and the certificates of modules they were given, as it came here with an archive. It counts for nothing here until somebody who may accepts it. Accept what you can answer for: the proof shows that a record was not altered, not who runs the server it came from.',
  },
  acceptors: {
    title: 'Who can accept these',
    none: 'Nobody can today: it takes your clinical or educational supervisor, or the coordinator of a programme you train in. When you have one, they find this page in your record.',
    some: (people: readonly { readonly name: string; readonly as: string }[]) =>
      `${list.format(people.map(({ name, as }) => `${name} (${as})`))} can accept these. They find this page in your record. Declarations, and forms that this Cairn does not know, only your educational supervisor can accept.`,
  },
  none: 'Nothing was signed elsewhere',
  noneText: 'What others signed comes here when an archive of another account or another Cairn is brought in.',
  noneOf: 'None of these.',
  show: 'Show',
  shows: { all: 'All', waiting: 'Waiting', accepted: 'Accepted', declined: 'Not accepted' },
  option: (label: string, n: number) => `${label} (${sayNumber(n)})`,
  list: 'Records that were signed elsewhere',
  more: 'Show more',
  choose: (title: string) => `Choose: ${title}`,
  chosen: (n: number) => (n === 0 ? 'None chosen' : `${many(n)} chosen`),
  chosenBar: 'What to do with the chosen',
  clear: 'Choose none',
  acts: { accepted: 'Accept', declined: 'Do not accept', withdrawn: 'Withdraw' },
  actOn: (act: string, title: string) => `${act}: ${title}`,
  standing: { waiting: 'Waiting', accepted: 'Accepted', declined: 'Not accepted' },
  signed: (signer: string, as: string, on: string) =>
    signer === '' ? `Given on ${on}, by nobody by name` : `Signed by ${signer}${as === '' ? '' : `, ${as},`} on ${on}`,
  from: (server: string) => `at ${server}`,
  otherName: (name: string, isNamedHere: boolean) =>
    isNamedHere ? `This was signed here in the account of ${name}.` : `The archive says that this is the record of ${name}.`,
  decided: {
    accepted: (by: string, as: string, on: string) => `Signed elsewhere, accepted by ${by}, ${as}, on ${on}`,
    declined: (by: string, as: string, on: string) => `Not accepted by ${by}, ${as}, on ${on}`,
    withdrawn: (by: string, as: string, on: string) => `Acceptance withdrawn by ${by}, ${as}, on ${on}`,
  },
  says: 'What it says',
  saysNothing: 'It says nothing more.',
  proof: 'Its proof',
  decisions: 'What was decided here',
  item: 'Open it in the portfolio',
  few: 'Only the doctor and their educational supervisor read this one, for it may hold what few may read.',
  /** What was found, and what it does not show. No more than the check can bear. */
  proofs: {
    whole: [
      'It stands in the chain that came with the archive. That chain fits together without a gap, and its end is signed with the key that the archive names.',
      'So it is as that key signed it. Whose key that is, the archive cannot show: whoever makes up an archive can make up a server and its key as well. Compare the key with the one its server publishes, or ask who signed.',
    ],
    unsigned: [
      'It stands in the chain that came with the archive, and fits it. But the end of that chain is not signed with the key that the archive names.',
      'So nothing shows that any server signed it. Ask who signed.',
    ],
    broken: [
      'It fits its place in the chain that came with the archive. But something in that chain was altered, added or is missing.',
      'So nothing shows whether this was altered, or signed at all. Ask who signed.',
    ],
    altered: ['It does not fit the chain that came with the archive: it, or its place in the chain, was altered. Nobody can accept it.'],
    told: [
      'It came through another Cairn, which says that this was signed. The proof itself did not come along, so it was not checked here.',
      'Bring in the archive of the account where it was signed, or ask who signed.',
    ],
    none: ['It stands in no chain: nobody signs certificates of modules. Nothing but the archive itself says that it was given.'],
  } satisfies Record<ProofElsewhere, readonly string[]>,
  ours: (name: string) => `The key is that of this very Cairn: it was signed here, in the account of ${name}.`,
  oursUnnamed: (name: string) =>
    `The key is that of this very Cairn: it was signed here, in an account that is gone. That it was the account of ${name} is the word of the archive alone.`,
  itsWord: (name: string, server: string) =>
    `That it is the record of ${name}, and comes from ${server}, is the word of the archive alone: no signature covers it.`,
  withGaps:
    'It stands in the chain that came with the archive. The links of that chain fit together, and its end is signed with the key that the archive names. But not all that was signed after it came along: a correction, or that its signer denied it, may be missing.',
  key: 'Key that the archive names',
  keyAt: (server: string) => `The server would publish its own at ${server}/.well-known/cairn-chain-key`,
  place: 'Number in its chain',
  toldRemarks: 'The Cairn that it came through says of it:',
  remarks: {
    corrected: 'A newer record of the same archive corrects it.',
    'partly corrected': 'Some of its rows were corrected there since.',
    superseded: 'The archive holds a newer answer for the same item of the curriculum.',
    denied: 'The person named as having signed said there that it was not them.',
    confirmed: 'Who signed on the spot confirmed there, from their own address, that it was them.',
    acknowledged: 'The doctor signed there that they had read it.',
    voided: 'It was made void there.',
    cut: 'It is too long to be shown whole here. The kept archive has all of it.',
    gathered: 'What their record held then is not shown here. The kept archive has it.',
    few: 'What few may read of it is not shown here. The kept archive has it.',
    gaps: 'Some records that were signed after it are not in the archive. A correction or a denial may be among them.',
    unnamed: 'The account in which it was signed is gone.',
    'not whole': 'The other Cairn says that its proof was not whole there.',
  } satisfies Record<RemarkElsewhere, string>,
  close: 'Close',
  decide: {
    cancel: 'Cancel',
    title: {
      accepted: (n: number) => `Accept ${many(n)}`,
      declined: (n: number) => `Do not accept ${many(n)}`,
      withdrawn: () => 'Withdraw the acceptance',
    },
    text: {
      accepted:
        'You sign that you take this as signed. It becomes part of the portfolio, and can be linked as evidence. Your signature joins the record for good, with your name.',
      declined: 'It goes on counting for nothing. Your reason stands beside it, for the doctor and for all who read it.',
      withdrawn: 'It leaves the portfolio and counts for nothing again. Your reason stands beside it for good.',
    },
    note: 'Note (may be left empty)',
    noteText: 'How you know, such as “I spoke to who signed”.',
    reason: 'Reason',
    done: {
      accepted: (n: number) => `${many(n)} accepted.`,
      declined: (n: number) => `${many(n)} not accepted.`,
      withdrawn: () => 'The acceptance is withdrawn.',
    },
  },
  part: {
    counts: (all: number, waiting: number) =>
      waiting === 0
        ? `${many(all)} from another account or Cairn.`
        : `${many(all)} from another account or Cairn; ${sayNumber(waiting)} to be accepted.`,
    open: 'See what was signed elsewhere',
  },
} as const
