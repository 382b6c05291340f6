import { OWN_TAGS, TOPICS, type OwnTag, type Topic } from './topics.ts'
import {
  CERTIFICATES,
  CONFERENCES,
  COURSES,
  EXAMS,
  IMPROVEMENTS,
  MEETINGS,
  OTHERS,
  REFLECTIONS,
  WHERE_THREE_MEET,
  type Titled,
} from './hand-written-titles.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { opening } from './demo-item.ts'
import { deck, type Random } from './random.ts'

export interface Planned {
  readonly type: ItemType
  readonly title: string
  readonly own: readonly OwnTag[]
}

const YEARS = 5
const TOTAL = 620
const MODULES = 90

type Wording = readonly [words: (topic: string) => string, fits?: (topic: Topic) => boolean]

const READING: readonly Wording[] = [
  [(topic) => `NICE guideline update: ${topic}`, ({ guided }) => guided],
  [(topic) => `NICE guideline update: ${topic}`, ({ guided }) => guided],
  [(topic) => `Review article: ${topic}`],
  [(topic) => `Journal article: ${topic}`],
  [(topic) => `Clinical knowledge summary: ${topic}`, ({ guided }) => guided],
  [(topic) => `Local pathway: ${topic}`],
  [(topic) => `Prescribing bulletin: ${topic}`, ({ tags }) => tags.includes('prescribing')],
  [(topic) => `Questions and answers: ${topic}`],
]
const ATTENDED: readonly Wording[] = [
  [(topic) => `Protected learning time: ${topic}`],
  [(topic) => `Lunchtime teaching: ${topic}`],
  [(topic) => `Journal club: ${topic}`],
  [(topic) => `Case discussion: ${topic}`],
]
const GIVEN: readonly Wording[] = [
  [(topic) => `Tutorial with our registrar: ${topic}`],
  [(topic) => `Teaching medical students: ${topic}`],
  [(topic) => `Talk for the nursing team: ${topic}`],
  [
    (topic) => `Evening session for carers and patients: ${topic}`,
    ({ tags }) => !tags.includes('safeguarding') && !tags.includes('prescribing'),
  ],
]
const WEBINARS: readonly Wording[] = [[(topic) => `Evening webinar: ${topic}`]]
const LEARNING: readonly Wording[] = [
  [(topic) => `${opening(topic)}: an update for primary care`],
  [(topic) => `${opening(topic)}: learning by cases`],
  [(topic) => `Quick tips: ${topic}`],
  [(topic) => `${opening(topic)}: test your knowledge`],
]

/** What the GP learnt in five years, in no order of time; 620 rows. */
export function gpTitles(random: Random): Planned[] {
  const taken = new Set<string>()
  const fromTopics = (type: ItemType, wordings: readonly Wording[], count: number, ...also: OwnTag[]): Planned[] => {
    const topics = deck(random, TOPICS)
    const wording = deck(random, wordings)
    const made: Planned[] = []
    while (made.length < count) {
      const topic = topics()
      const [words, fits] = wording()
      const title = words(topic.name)
      if (fits?.(topic) === false || taken.has(title)) continue
      taken.add(title)
      made.push({ type, title, own: [...new Set([...topic.tags, ...also])] })
    }
    return made
  }
  const asWritten = (type: ItemType, titles: readonly Titled[]): Planned[] => titles.map(([title, ...own]) => ({ type, title, own }))

  const planned = [
    ...WHERE_THREE_MEET.map(({ type, title }) => ({ type, title, own: OWN_TAGS.slice(0, 3) })),
    ...asWritten('course', COURSES),
    ...asWritten('conference', CONFERENCES),
    ...asWritten('audit or QI', IMPROVEMENTS),
    ...asWritten('reflection', REFLECTIONS),
    ...asWritten('meeting', [...MEETINGS, ...MEETINGS]),
    ...asWritten('exam', EXAMS),
    ...asWritten('certificate', Array.from({ length: YEARS }, () => CERTIFICATES).flat()),
    ...asWritten('other', OTHERS),
    ...fromTopics('course', WEBINARS, 25),
    ...fromTopics('teaching attended', ATTENDED, 70),
    ...fromTopics('teaching given', GIVEN, 40, 'teaching'),
    ...fromTopics('learning module', LEARNING, MODULES),
  ]
  return [...planned, ...fromTopics('reading', READING, TOTAL - planned.length)]
}
