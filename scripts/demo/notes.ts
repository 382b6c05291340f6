import type { ItemType } from '#domain/portfolio/item.ts'
import { deck, type Random } from './random.ts'
import { GENERAL_POINTS, LEARNING_POINTS } from './learning-points.ts'
import type { OwnTag } from './topics.ts'

const OPENINGS: Readonly<Partial<Record<ItemType, readonly string[]>>> = {
  reading: [
    'Read over two lunch breaks.',
    'I looked this up because the same question had come up three times in a week.',
    'Our registrar asked, and I was not sure of my answer.',
    'Clear and short; worth the half hour.',
    'Longer than it needed to be, with a good table in the middle.',
    'I had been putting this off, and it was easier than I feared.',
    'Came in the weekly bulletin and I followed it to the source.',
  ],
  course: [
    'Well taught, in small groups, with time to practise.',
    'The best part was comparing notes with colleagues from other practices.',
    'A lot in one day; I wrote down three things to change and no more.',
    'The role play was uncomfortable and very useful.',
  ],
  conference: [
    'A full day, and good company.',
    'Two of the talks were outstanding, and the corridor conversations better still.',
    'I went for the clinical stream and stayed for the session on teamwork.',
  ],
  'teaching attended': [
    'Good turnout, and lively questions from the nurses.',
    'Our visiting speaker kept it practical.',
    'Case discussion in small groups, which I prefer to slides.',
    'I arrived late from a visit but caught the important half.',
  ],
  'teaching given': [
    'Preparing this showed me two gaps of my own.',
    'Their questions were better than my answers.',
    'I used fewer slides this time and let them work through a case.',
    'Feedback forms were kind; the most useful one asked for more time to discuss.',
  ],
  'audit or QI': [
    'We chose this after it came up at two meetings.',
    'The first search was humbling.',
    'Done together with our pharmacist and the practice manager.',
  ],
  reflection: [
    'I have turned this over for some days and want to write it down before it fades.',
    'Nothing went wrong, and yet it stayed with me.',
    'It was an ordinary surgery until it was not.',
    'Written for myself first.',
  ],
  meeting: [
    'Everybody had read the papers, which helped.',
    'A calm discussion, without blame.',
    'Three actions, each with a name beside it.',
    'We ran over by ten minutes, and it was worth it.',
  ],
  certificate: ['Renewed for another year.', 'A useful refresher, and a good mix of people in the room.'],
  exam: ['Passed, to my relief.', 'Harder than the practice papers, but fair.'],
  'learning module': [
    'The cases were close to real life.',
    'I did the pre-test first, and was glad that nobody saw it.',
    'Done in two sittings.',
  ],
}
const ANY_OPENING = ['A change from the usual, and all the better for it.', 'Time well spent.']

/** What comes of studying something. */
const STEPS_AFTER_STUDY = [
  'I will bring this to our next practice meeting.',
  'I have put a short summary on our shared drive.',
  'I have changed my consultation template accordingly.',
  'Next step: talk it through with our pharmacist.',
  'I will try this in the next few surgeries and see.',
  'I will search our list for those who might have been missed.',
  'Printed the one-page summary and pinned it over the desk.',
  'I shall use it in the next tutorial.',
  'I want to read the full text before I change anything.',
]
/** What comes of practice itself: reflections, meetings, improvement. */
const STEPS_AFTER_PRACTICE = [
  'We agreed to look at our own figures in three months.',
  'I have asked the nurses what would help them most.',
  'Added a reminder to the recall system.',
  'I talked it over with a colleague at the end of the day.',
  'On the agenda of our next meeting, with a name beside it.',
  'I shall tell the registrar about it, including the part I did not do well.',
  'Next time I will ask for help an hour earlier.',
  'I wrote down what I would say differently.',
]
const BEGUN_OR_SAVED = [
  'Recommended by a colleague at lunch.',
  'For a quiet evening.',
  'Begun; I mean to go on at the weekend.',
  'Came up at our last meeting, and I want to know more.',
  'Half way. Good so far.',
  'For my development plan of this year.',
]
const CLOSINGS = [
  'More confident than before, and clearer about when to ask for help.',
  'A reminder of why I like this work.',
  'Still unsure about the grey cases; I will ask a colleague.',
  'I would recommend it to the partners.',
  'To be revisited in a year.',
  'It sounds simple, and it is not.',
  'Good to know that others find it difficult too.',
  'Links well with what I learnt last winter.',
  'The team took to it faster than I did.',
  'If I remember one thing, let it be this.',
]

const OF_PRACTICE: ReadonlySet<ItemType> = new Set(['reflection', 'meeting', 'audit or QI'])

/** Writes notes of two to six sentences, as a GP might after the day's work; of what is not done yet a line. */
export function noteWriter(random: Random): (type: ItemType, tags: readonly OwnTag[], done: boolean) => string {
  const openings = new Map<string, () => string>()
  const points = new Map<string, () => string>()
  const from = (decks: Map<string, () => string>, key: string, list: readonly string[]): string => {
    const next = decks.get(key) ?? deck(random, list)
    decks.set(key, next)
    return next()
  }
  const [afterStudy, afterPractice, unfinished] = [
    deck(random, STEPS_AFTER_STUDY),
    deck(random, STEPS_AFTER_PRACTICE),
    deck(random, BEGUN_OR_SAVED),
  ]
  const closing = deck(random, CLOSINGS)
  return (type, tags, done) => {
    if (!done) return unfinished()
    const learnt =
      tags.length === 0 ? [from(points, '', GENERAL_POINTS)] : tags.slice(0, 2).map((tag) => from(points, tag, LEARNING_POINTS[tag]))
    const sentences = [from(openings, type, OPENINGS[type] ?? ANY_OPENING), ...learnt]
    if (type !== 'certificate' && type !== 'exam' && random.chance(0.7))
      sentences.push(OF_PRACTICE.has(type) ? afterPractice() : afterStudy())
    if (random.chance(0.45)) sentences.push(closing())
    const text = sentences.join(' ')
    // Some people write in paragraphs.
    return random.chance(0.2) ? text.replace(/([.!?]) (?=[A-Z][^.]*\.$)/, '$1\n\n') : text
  }
}

export const REASONS: readonly string[] = [
  'Two evenings of reading around it as well.',
  'Includes the time spent preparing.',
  'Half of the day; I missed the afternoon.',
  'Reading and writing this up.',
  'Counted once, although we met twice.',
  'Teaching itself one hour, preparation one more.',
  'Only the clinical sessions.',
  'Rounded down: some of it I knew.',
]
