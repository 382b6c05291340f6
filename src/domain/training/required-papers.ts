import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { curriculumItems } from '#domain/curriculum/curriculum-items.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { expiryOn } from './expiry.ts'
import type { Required } from './papers-contract.ts'

/** A certificate, or an exam that was passed, as far as a curriculum asks for it. */
export interface Paper {
  readonly itemCode: string | null
  readonly isVerified: boolean
  readonly isCorrected: boolean
  /** Of a certificate; null never ends. */
  readonly expiresOn: PlainDate | null
  /** False of an exam that was not passed. */
  readonly counts: boolean
}

/** What a curriculum asks for of certificates or exams, and how it stands today (T5). `yearCode`: the training year of today. */
export function requiredPapers(
  curriculum: CurriculumFile,
  kind: 'exam' | 'certificate',
  yearCode: string | null,
  papers: readonly Paper[],
  today: PlainDate,
): Required[] {
  return curriculumItems(curriculum)
    .filter((item) => item.kind === kind)
    .map(({ code, title, expected }) => {
      const mine = papers.filter((paper) => paper.itemCode === code && paper.counts && !paper.isCorrected)
      const valid = mine.filter(({ expiresOn }) => expiryOn(today, expiresOn) !== 'expired')
      return {
        code,
        title,
        isDueThisYear: yearCode !== null && expected[yearCode] !== undefined,
        state: valid.some(({ isVerified }) => isVerified)
          ? ('met' as const)
          : valid.length > 0
            ? ('waits for verification' as const)
            : mine.length > 0
              ? ('expired' as const)
              : ('missing' as const),
      }
    })
}

/** The code of the exam or certificate of this name in a curriculum; null where it is none of them. */
export function codeOfTitle(curriculum: CurriculumFile, kind: 'exam' | 'certificate', title: string): string | null {
  const key = titleKey(title)
  return curriculumItems(curriculum).find((item) => item.kind === kind && titleKey(item.title) === key)?.code ?? null
}

/** 'MRCP (UK) Part 2 written' is 'MRCP(UK) Part 2 Written'. */
export const titleKey = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
