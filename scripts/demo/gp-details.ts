import type { Hundredths } from '#domain/hundredths.ts'
import type { CreditKind, ItemType } from '#domain/portfolio/item.ts'
import type { DemoTag } from './demo-item.ts'
import type { Random } from './random.ts'
import type { OwnTag } from './topics.ts'

/** Where an area belongs in Good medical practice (2024) and the RCGP's capabilities (2025), by code. */
const CODES: Readonly<Record<OwnTag, { readonly gmp: readonly string[]; readonly rcgp: readonly string[] }>> = {
  diabetes: { gmp: ['1b', '2c'], rcgp: ['7', '8'] },
  'cardiovascular risk': { gmp: ['1b', '2d'], rcgp: ['6', '7'] },
  obesity: { gmp: ['2b', '2f'], rcgp: ['12', '7'] },
  'palliative care': { gmp: ['2e', '2f'], rcgp: ['8', '3'] },
  safeguarding: { gmp: ['2g'], rcgp: ['12'] },
  'mental health': { gmp: ['1b', '2f'], rcgp: ['3', '7'] },
  'women’s health': { gmp: ['1b', '2c'], rcgp: ['7', '5'] },
  menopause: { gmp: ['2c', '2d'], rcgp: ['7'] },
  'child health': { gmp: ['1b', '2e'], rcgp: ['6', '7'] },
  respiratory: { gmp: ['1b'], rcgp: ['4', '7'] },
  skin: { gmp: ['1a'], rcgp: ['5', '6'] },
  'joints and bones': { gmp: ['1a', '1b'], rcgp: ['5', '7'] },
  prescribing: { gmp: ['1b', '1d', '3g'], rcgp: ['7'] },
  frailty: { gmp: ['2f', '3d'], rcgp: ['8', '9'] },
  dementia: { gmp: ['2e', '2f'], rcgp: ['8'] },
  cancer: { gmp: ['1b', '3d'], rcgp: ['6', '4'] },
  'sexual health': { gmp: ['2a', '2d'], rcgp: ['7', '12'] },
  'kidney disease': { gmp: ['1b', '3g'], rcgp: ['4', '7'] },
  emergencies: { gmp: ['2h'], rcgp: ['6', '5'] },
  infection: { gmp: ['1b', '1d'], rcgp: ['7'] },
  consulting: { gmp: ['2b', '2c', '2d'], rcgp: ['3'] },
  teaching: { gmp: ['3b', '4d'], rcgp: ['10'] },
  leadership: { gmp: ['3c', '3a', '3e'], rcgp: ['11', '9'] },
  'digestive health': { gmp: ['1b'], rcgp: ['6', '7'] },
  'health inequalities': { gmp: ['2a', '2i'], rcgp: ['13', '12'] },
}

const CODES_OF_TYPE: Readonly<Partial<Record<ItemType, { readonly gmp: readonly string[]; readonly rcgp: readonly string[] }>>> = {
  'teaching given': { gmp: ['3b'], rcgp: ['10'] },
  'audit or QI': { gmp: ['1c', '3h'], rcgp: ['10', '11'] },
  reflection: { gmp: ['1c', '2j', '3g'], rcgp: ['1', '2'] },
  meeting: { gmp: ['3a', '3d'], rcgp: ['9'] },
  certificate: { gmp: ['1a', '4f'], rcgp: ['1'] },
}

/** Tags of the sets that are on, as a GP who tags most things, and not everything, would give them. */
export function setTags(random: Random, type: ItemType, title: string, own: readonly OwnTag[]): DemoTag[] {
  const tags: DemoTag[] = []
  const sources = [...own.map((tag) => CODES[tag]), ...(CODES_OF_TYPE[type] === undefined ? [] : [CODES_OF_TYPE[type]])]
  const codesOf = (set: 'gmp' | 'rcgp') => [...new Set(sources.flatMap((source) => source[set]))]
  const [gmp, rcgp] = [codesOf('gmp'), codesOf('rcgp')]
  if (gmp.length > 0 && random.chance(0.75)) tags.push(...random.some(gmp, random.whole(1, 2)).map((code) => ({ setId: 'gmp-2024', code })))
  if (rcgp.length > 0 && random.chance(0.7))
    tags.push(...random.some(rcgp, random.chance(0.25) ? 2 : 1).map((code) => ({ setId: 'rcgp-2025', code })))
  const information = supportingInformation(type, title)
  if (random.chance(information === 'SI1' ? 0.3 : 0.95)) tags.push({ setId: 'gmc-supporting-info', code: information })
  return tags
}

function supportingInformation(type: ItemType, title: string): string {
  if (/Patient survey|patient survey|Patient participation/.test(title)) return 'SI4'
  if (/complaint|Compliments/i.test(title)) return 'SI6'
  if (/Feedback I/.test(title)) return 'SI5'
  if (/^Significant event|slip|nearly missed|sudden death/.test(title)) return 'SI3'
  return type === 'audit or QI' ? 'SI2' : 'SI1'
}

/** The least and the most that a GP gives for a piece of learning of a type; about an hour is one credit. */
const AMOUNTS: Readonly<Record<ItemType, readonly [least: Hundredths, most: Hundredths]>> = {
  'learning module': [50, 100],
  reading: [25, 75],
  course: [100, 350],
  conference: [400, 650],
  'teaching given': [75, 150],
  'teaching attended': [50, 100],
  'audit or QI': [150, 350],
  reflection: [25, 75],
  meeting: [50, 100],
  exam: [100, 300],
  certificate: [100, 200],
  assessment: [25, 50],
  clinic: [100, 200],
  procedure: [25, 50],
  'acute take': [100, 200],
  other: [50, 150],
}

/** Mostly in quarters, now and then in tenths. */
export function creditsFor(random: Random, type: ItemType): Hundredths {
  const [least, most] = AMOUNTS[type]
  return random.chance(0.06) ? random.whole(least / 10, most / 10) * 10 : random.whole(least / 25, most / 25) * 25
}

const SETTINGS: Readonly<Record<ItemType, CreditKind['setting']>> = {
  'learning module': 'personal',
  reading: 'personal',
  course: 'external',
  conference: 'external',
  'teaching given': 'internal',
  'teaching attended': 'internal',
  'audit or QI': 'internal',
  reflection: 'personal',
  meeting: 'internal',
  exam: 'external',
  certificate: 'external',
  assessment: 'internal',
  clinic: 'internal',
  procedure: 'internal',
  'acute take': 'internal',
  other: 'external',
}

export function creditKindOf(type: ItemType, own: readonly OwnTag[]): CreditKind {
  return {
    clinical: own.includes('leadership') || own.includes('teaching') || type === 'teaching given' ? 'non-clinical' : 'clinical',
    setting: SETTINGS[type],
    participatory: ['course', 'conference', 'teaching attended', 'teaching given', 'meeting', 'certificate'].includes(type),
  }
}

/** Home addresses of public bodies, and for the rest addresses at example.org, which nobody can own. */
export function linkFor(random: Random, type: ItemType, title: string): string {
  if (title.startsWith('NICE guideline')) return 'https://www.nice.org.uk/guidance'
  if (title.startsWith('Clinical knowledge summary')) return 'https://cks.nice.org.uk/'
  if (title.includes('life support')) return 'https://www.resus.org.uk/'
  if (type === 'learning module') return `https://example.org/learning/${slug(title)}`
  if (type === 'reading' && random.chance(0.7)) return `https://example.org/articles/${slug(title)}`
  if (title.startsWith('Podcast')) return `https://example.org/podcasts/${slug(title)}`
  if ((type === 'course' || type === 'conference') && random.chance(0.6)) return `https://example.org/events/${slug(title)}`
  return ''
}

const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
