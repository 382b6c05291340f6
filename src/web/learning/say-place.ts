import type { MyModule } from '#domain/learning/contract.ts'
import { words } from './words.ts'

type Open = NonNullable<MyModule['open']>

/** 'page 3 of 8', or that one is at the final assessment. */
export const sayPlace = ({ place, pages }: Open): string => (place >= pages ? words.atAssessment : words.pageOf(place + 1, pages))

/** Per cent of the pages that lie behind; the assessment is one page more. */
export const shareDone = ({ place, pages }: Pick<Open, 'place' | 'pages'>): number => Math.round((100 * place) / (pages + 1))
