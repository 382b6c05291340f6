import type { TourId } from '#domain/help/tours.ts'

export interface TourStep {
  /** Finds the part of the page it points at. */
  readonly at: string
  readonly title: string
  readonly text: string
}

const tour = (name: string) => `[data-tour="${name}"]`
const headedBy = (id: string) => `#page [aria-labelledby="${id}"]`

/** Words of the tours, each step with the part of the page it points at (H2). */
export const tourWords = {
  region: 'Tour of this page',
  offer: 'New here? See this page in a few steps.',
  begin: 'Show me',
  skip: 'Skip',
  show: 'Show the tour of this page',
  step: (number: number, of: number) => `Step ${number} of ${of}`,
  back: 'Back',
  next: 'Next',
  done: 'Done',
  end: 'Skip',
  last: {
    at: tour('corner'),
    title: 'Help is always here',
    text: 'It opens beside the page you are on. From there you can see the tour of a page again.',
  },
} as const satisfies Record<string, unknown>

export const TOUR_STEPS: Readonly<Record<TourId, readonly TourStep[]>> = {
  home: [
    {
      at: tour('menu'),
      title: 'The places of Cairn',
      text: 'Your portfolio, learning modules and reflections are each one click away.',
    },
    {
      at: tour('beside-title'),
      title: 'Add something',
      text: 'A title is enough. You can fill in the rest whenever you like.',
    },
    {
      at: headedBy('first-steps'),
      title: 'Where to begin',
      text: 'Three things worth doing first. They go away once you have added something.',
    },
    {
      at: headedBy('home-year'),
      title: 'How your year stands',
      text: 'Your credits so far and, if you set a target, how far there is to go.',
    },
    tourWords.last,
  ],
  portfolio: [
    {
      at: tour('beside-title'),
      title: 'Add and sort',
      text: 'New items begin with a title. Tags show only the rows that bear them.',
    },
    {
      at: tour('total'),
      title: 'What it comes to',
      text: 'The total is of the rows you see, and changes with them.',
    },
    {
      at: tour('narrow'),
      title: 'Find what you need',
      text: 'Choose dates, or search for a word. Search looks inside your files, too.',
    },
    {
      at: tour('list'),
      title: 'Your items',
      text: 'Open one to write notes and add files. Click a heading to sort.',
    },
  ],
  learning: [
    {
      at: tour('mine'),
      title: 'What you are doing',
      text: 'Modules you have begun or kept for later wait for you here, and what is new.',
    },
    {
      at: headedBy('catalogue'),
      title: 'Every module',
      text: 'Choose by specialty or search. What you pass goes into your portfolio by itself.',
    },
    {
      at: tour('beside-title'),
      title: 'Certificates and connections',
      text: 'Save a certificate that anyone can check, or send what you finish to another portfolio.',
    },
  ],
  reflection: [
    {
      at: tour('reflections'),
      title: 'Only yours',
      text: 'Nobody sees what you write here until you share it.',
    },
    {
      at: headedBy('begin'),
      title: 'Ways to begin',
      text: 'Each template asks a few questions. Choose one that suits what happened.',
    },
    {
      at: '#page nav',
      title: 'From others',
      text: 'The collection holds reflections that were offered to everybody, without names.',
    },
  ],
  training: [
    {
      at: headedBy('my-training'),
      title: 'Your training',
      text: 'Your programme and year, and the way to each part of your record.',
    },
    {
      at: headedBy('first-steps'),
      title: 'What to do first',
      text: 'A short list for the start of the year. It ticks itself off.',
    },
    {
      at: tour('duties'),
      title: 'What you do for others',
      text: 'The trainees you look after and the programmes you help to run.',
    },
  ],
  appraisal: [
    {
      at: headedBy('year'),
      title: 'Your appraisal year',
      text: 'Prepare it bit by bit. Nothing here is sent to anybody by itself.',
    },
    {
      at: headedBy('shares'),
      title: 'What you share',
      text: 'Your appraiser sees the items you choose, for as long as you say.',
    },
  ],
  connections: [
    {
      at: tour('connected'),
      title: 'Connected portfolios',
      text: 'What was sent and what waits. You can pause or disconnect at any time.',
    },
    {
      at: tour('connect'),
      title: 'Connect another',
      text: 'Once connected, what you complete here is sent there for you.',
    },
  ],
}
