/** Names, initials, addresses, places and references (P18). All but postcodes warn: words alone cannot tell a patient from a place. */
import type { Spot } from './guard-rules.ts'

/** Capitalised words after a title that are no name. */
const NO_NAME: ReadonlySet<string> = new Set(
  (
    'Practitioner Specialist Consultant Associate Manager Led Director Educator Lead Adviser Advisor Matron Station Call Bank Agency Team Unit Ward ' +
    'Hospital Trust Clinic Class Opportunity Degree Programme Development Doctors Foundation Registrar Trainee Who The And Or In On At For To ' +
    'Research Assistant Student Prescriber Triage Review Training Staff Rota Hours Of Was Is Said Had Has My Our This That Monday Tuesday ' +
    'Wednesday Thursday Friday Saturday Sunday Emergency Out Security Reception Ambulance'
  ).split(' '),
)
const NAME = String.raw`\p{Lu}[\p{L}'’]{1,30}(?:-\p{Lu}\p{L}{1,30})?`
const TITLED: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Sir|Dame|Lady|Lord|Rev|Dr|Prof|Professor|Doctor|Nurse|Sister|MR|MRS|DR)\b\.?[ ]{1,2}(?:\p{Lu}\.? )?(?<name>${NAME})`,
    'gu',
  ),
  new RegExp(String.raw`\b(?:mr|mrs|mx|dr|prof|professor|doctor|nurse|sister)\b\.?[ ]{1,2}(?<name>${NAME})`, 'gu'),
]
const CALLED = new RegExp(
  String.raw`\b(?:(?:patient|pt|lady|gentleman|man|woman|boy|girl|child|baby|son|daughter|wife|husband|partner|mother|father|mum|dad|brother|sister|carer|neighbour|resident|infant),? (?:(?:was|is|who (?:was|is)) )?(?:called|named|known as)|[Nn]ame (?:is|was)|[Nn]ame:|(?:whom|which) I (?:shall|will) call) (?<name>${NAME}(?: ${NAME})?)`,
  'gu',
)
const hasLower = (word: string) => /\p{Ll}/u.test(word)

function* nameSpots(text: string): Generator<Spot> {
  for (const pattern of [...TITLED, CALLED]) {
    for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
      const name = groups['name']!
      // MR and MS before capitals are scans and a disease; before a name in small letters they are titles.
      if (NO_NAME.has(name.split(' ')[0]!) || !hasLower(name.replace(/['’]s$/, ''))) continue
      yield { rule: 'name', start: index, end: index + found.length }
    }
  }
}

/** Capitals that stand beside 'patient' and are no initials. */
const NO_INITIALS: ReadonlySet<string> = new Set(
  (
    'AE AF AI AKI AR AS BM BP CC CF CI CK CKD CMP CNS CPR CR CRP CS CT CVA CXR DKA DM DNR DOB DVT ECG ED EDD EEG EF EHR EMR EPR ERCP ES ET EWS FBC FY ' +
    'GCS GI GP GTN HB HCA HF HIV HR IBD ICU ID IM IN ITU IV JVP LFT LP MAU ME MI MR MRI MRN MS MSU NG NHS NIV NOF OD OE OOH OP OT PA PE PH PMH PO ' +
    'PR PRN PS PT PV QI QOF RA RR RTA SAU SC SE SOB SR SVT TB TIA TPN UC UK UTI US UTD VF VT WHO AND NOT WAS HAS HAD THE IS IT ON AT TO OF'
  ).split(' '),
)
const DOTTED = /(?<![\p{L}.])\p{Lu}\.(?: ?\p{Lu}\.){1,2}(?!\p{L})/gu
const NO_DOTTED: ReadonlySet<string> = new Set([
  'UK',
  'US',
  'USA',
  'EU',
  'UN',
  'NB',
  'PS',
  'AM',
  'PM',
  'IV',
  'IM',
  'SC',
  'PR',
  'PO',
  'PV',
  'BP',
  'HR',
  'GP',
  'NHS',
  'MRI',
  'CT',
  'BC',
  'AD',
  'QC',
  'KC',
  'OE',
  'PMH',
  'DOB',
  'DO',
  'MRN',
  'TB',
])
const PT_INITIALS = /\b(?:[Pp]t|[Pp]atient)[ ](?<two>\p{Lu}{2,3})\b(?![-/\d])/gu
const INITIALS_SAID = /\b[Ii]nitials(?: are| were|:)? (?<two>\p{Lu}{2,3})\b/gu

function* initialSpots(text: string): Generator<Spot> {
  for (const { 0: found, index } of text.matchAll(DOTTED)) {
    if (NO_DOTTED.has(found.replace(/[. ]/g, ''))) continue
    // A surname with its initials in a list of references, 'Smith J.S. et al', is still a name.
    yield { rule: 'initials', start: index, end: index + found.length }
  }
  for (const pattern of [PT_INITIALS, INITIALS_SAID]) {
    for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
      if (!NO_INITIALS.has(groups['two']!)) yield { rule: 'initials', start: index, end: index + found.length }
    }
  }
}

/** The letters postcode areas begin with; capitals are taken for a postcode whatever they are, small letters only with one of these. */
const AREAS: ReadonlySet<string> = new Set(
  (
    'AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS ' +
    'HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM ' +
    'SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE'
  ).split(' '),
)
/** The last two letters are never C, I, K, M, O or V: 'B12 1mg' is a dose. */
const POSTCODE = /(?<![A-Z\d])(?<area>[A-Z]{1,2})\d[A-Z\d]?[ -]{0,2}\d(?<last>[ABD-HJLNP-UW-Z]{2})(?![A-Z\d])/gi

function* postcodeSpots(text: string): Generator<Spot> {
  for (const { 0: found, index, groups = {} } of text.matchAll(POSTCODE)) {
    const inCapitals = found === found.toUpperCase()
    if (!inCapitals && (!AREAS.has(groups['area']!.toUpperCase()) || /^(?:st|nd|rd|th|ng|ug|pt|hr|dl|wt)$/i.test(groups['last']!))) continue
    yield { rule: 'postcode', start: index, end: index + found.length }
  }
}

const STREETS = [
  /(?<![\d.])\b\d{1,4}[A-Za-z]?,? (?:\p{Lu}[\p{L}'’.]{1,20} ){1,3}(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Drive|Crescent|Way|Court|Place|Gardens|Terrace|Grove|Hill|Park|Square|Mews|Row|Walk|Green|Rise|View|Gate|Parade)\b/gu,
  /(?<![\d.])\b\d{1,4}[a-z]?,? (?:[a-z'’]{3,20} ){1,2}(?:road|street|lane|avenue|crescent|gardens|terrace)\b/g,
]

const NO_PLACE: ReadonlySet<string> = new Set(
  (
    'The A An My Our This That Their Your His Her In At From To General Good Clinical Medical Best Family Nursing Private Local District Community ' +
    'Teaching Field Day Safe Evidence Reflective Advanced Acute Every Each Any Another And Of With GP One Two Outpatient Heart Diabetes Chest ' +
    'Respiratory Cardiology Renal Neurology Stroke Virtual Hot Fracture Falls Memory Group Current Standard Future Change Changed Improve Reflecting ' +
    'Ambulatory Emergency Large Small Busy Rural Urban Tertiary Referring Psychiatric Community University Children Day-case Pain Skin Eye Clinic'
  ).split(' '),
)
const PLACE =
  /(?<words>(?:\b(?:\p{Lu}[\p{L}'’.-]{1,20}|of|and|upon|the)[ ]){1,5})(?:Hospitals?|Infirmary|Surgery|Practice|Medical Centre|Health Centre|Clinic|Hospice|Care Home|Nursing Home|NHS (?:Foundation )?Trust|University Hospitals?)\b/gu
const BEDS: readonly RegExp[] = [
  /\b[Ww]ard (?:\d{1,3}[A-Za-z]?|[A-Z]\d{0,2})\b(?! (?:round|patients|beds|nurses|staff|doctors))/g,
  /\b(?:[Bb]ed|[Bb]ay|[Ss]ide room|[Cc]ubicle) (?:\d{1,3}[A-Za-z]?|[A-Z])\b(?! ?(?:days?|hours?|minutes?|weeks?|times?|patients|beds|%))/g,
]

function* placeSpots(text: string): Generator<Spot> {
  for (const pattern of STREETS)
    for (const { 0: found, index } of text.matchAll(pattern)) yield { rule: 'street-address', start: index, end: index + found.length }
  for (const { 0: found, index, groups = {} } of text.matchAll(PLACE)) {
    const words = groups['words']!.trim().split(' ')
    if (!words.some((word) => /^\p{Lu}/u.test(word) && !NO_PLACE.has(word) && !/^\p{Lu}{2,}$/u.test(word))) continue
    yield { rule: 'place', start: index, end: index + found.length }
  }
  for (const pattern of BEDS)
    for (const { 0: found, index } of text.matchAll(pattern)) yield { rule: 'place', start: index, end: index + found.length }
}

const REFERENCE =
  /\b(?:datix|steis|lfpse|ulysses|incident|coroner(?:['’]?s)?|inquest|complaint|pals|safeguarding|case)\b[^\n\d]{0,25}?(?<ref>(?:[A-Z]{1,5}[-/ ]?)?\d{2,8}(?:[-/]\d{2,8})*)\b/dgi
const ADDRESS = /\bhttps?:\/\/[^\s<>"]{1,400}/gi
/** Papers and guidance have long numbers in their addresses, and no patient. */
const LITERATURE =
  /^https?:\/\/(?:[\w-]{1,40}\.){0,4}(?:doi\.org|nih\.gov|nice\.org\.uk|bmj\.com|thelancet\.com|nejm\.org|cochranelibrary\.com|e-lfh\.org\.uk|gmc-uk\.org|who\.int|youtube\.com|gov\.uk|rcplondon\.ac\.uk)(?:[/?#]|$)/i
const LONG_ID = /\d{6,}|[\da-f]{8}-[\da-f]{4}-|[=/](?=[a-z]*\d)[a-z\d_-]{16,}/i

function* referenceSpots(text: string): Generator<Spot> {
  for (const match of text.matchAll(REFERENCE)) {
    const [ref = '', [start, end]] = [match.groups!['ref'], match.indices!.groups!['ref']!]
    const digits = ref.replace(/\D/g, '')
    const isYear = /^(?:19|20)\d\d$/.test(ref)
    const isDate = /^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$/.test(ref)
    if (digits.length >= 4 && !isYear && !isDate) yield { rule: 'case-reference', start, end }
  }
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    if (!LITERATURE.test(found) && LONG_ID.test(found)) yield { rule: 'case-reference', start: index, end: index + found.length }
  }
}

export function* wordSpots(text: string): Generator<Spot> {
  yield* postcodeSpots(text)
  yield* nameSpots(text)
  yield* initialSpots(text)
  yield* placeSpots(text)
  yield* referenceSpots(text)
}

const SEX = /\b(?:man|woman|male|female|lady|gentleman|boy|girl|mother|father|grandmother|grandfather|husband|wife|\d{1,3} ?[MF])\b/i
const CONDITION =
  /\b(?:[a-z]{3,25}(?:itis|oma|aemia|emia|osis|pathy|plegia)|syndrome|disease|cancer|stroke|infarction|fibrillation|pneumonia|sepsis|fracture|diabetes|asthma|copd|hiv|tb|dementia|epilepsy|embolism|failure|transplant|overdose|haemorrhage)\b/i

/** Age, sex, place and condition in one text: together they can pick one person out. Told at the age. */
export function rareCombination(text: string, found: readonly Spot[]): Spot | null {
  const age = found.find(({ rule }) => rule === 'exact-age' || rule === 'great-age')
  if (age === undefined || !found.some(({ rule }) => rule === 'place') || !SEX.test(text) || !CONDITION.test(text)) return null
  return { ...age, rule: 'rare-combination' }
}
