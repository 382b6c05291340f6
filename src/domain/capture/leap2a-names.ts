/**
 * The words of Leap2A as feeds write them. Sources: the table of terms at cetis.org.uk/leap2/terms, 'Updating Leap2A to 2010-07' and the
 * pages of categories at wiki.leapspecs.org, and the head that Mahara's exports write.
 */
export const ATOM = 'http://www.w3.org/2005/Atom'
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
/** What Cairn writes. */
export const LEAP2 = 'http://terms.leapspecs.org/'
export const LEAP2_CATEGORIES = 'http://wiki.leapspecs.org/2A/categories/'
export const LEAP2_VERSION = 'http://www.leapspecs.org/2010-07/2A/'

/** A namespace without what differs between its spellings: where an archive of the web keeps it, its port, and how it ends. */
const bare = (uri: string): string =>
  uri
    .replace(/^https?:\/\/web\.archive\.org\/web\/[^/]*\//i, '')
    .replace(/^https?:\/\//i, '')
    .replace(/^([^/]+):80(?=\/|$)/, '$1')
    .replace(/[/#]+$/, '')
    .toLowerCase()

const TERMS = new Set([
  'terms.leapspecs.org',
  'cetis.org.uk/leap2/terms',
  'www.cetis.org.uk/leap2/terms',
  'wiki.cetis.ac.uk/2009-03/leap2a_predicates',
  'wiki.cetis.ac.uk/2009-03/leap2a_types',
])
export const isLeap2 = (uri: string): boolean => TERMS.has(bare(uri))

/** The last word of a CURIE or an address: 'leap2:reflects_on' and 'http://terms.leapspecs.org/reflects_on' are the same relation. */
export const lastWord = (name: string): string =>
  /[^:/#]*$/
    .exec(name.replace(/[#/]+$/, ''))![0]
    .trim()
    .toLowerCase()

/** Words for the types of entries; a type that is not among them is told by its own word. */
export const ENTRY_WORDS: Readonly<Record<string, string>> = {
  entry: 'Entry',
  ability: 'Ability',
  achievement: 'Achievement',
  activity: 'Activity',
  affiliation: 'Affiliation',
  meeting: 'Meeting',
  organization: 'Organisation',
  person: 'Person',
  plan: 'Plan',
  publication: 'Publication',
  resource: 'Resource',
  selection: 'Selection',
}
export const entryWord = (type: string): string => ENTRY_WORDS[type] ?? sentence(type)

/** 'is_part_of' as people say it. */
export const sentence = (word: string): string => {
  const words = word.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
