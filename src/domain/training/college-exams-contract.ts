import { z } from 'zod'
import type { Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'

export const MOST_LINES = 10_000
/** Characters of a file: 10,000 lines as long as they come. */
export const MOST_CHARACTERS = 1_500_000

const FileText = z
  .string({ error: 'Choose a file.' })
  .min(1, { error: 'The file is empty.' })
  .max(MOST_CHARACTERS, { error: 'This file is too large. Divide it: 10,000 lines at most.' })

/** What becomes of a line: it is loaded, it is there already, it takes the place of an earlier result, or it is at fault. */
export const LINE_STATES = ['new', 'there already', 'corrects', 'fault'] as const

export const ExamLine = z.object({
  /** In the file, the heading counted. */
  line: z.int(),
  professionalNumber: z.string(),
  name: z.string(),
  exam: z.string(),
  diet: z.string(),
  takenOn: PlainDate.nullable(),
  result: z.string(),
  candidateNumber: z.string(),
  state: z.enum(LINE_STATES),
  /** In words; '' where there is none. */
  fault: z.string(),
})
export type ExamLine = z.infer<typeof ExamLine>

export const UploadCounts = z.object({ fresh: z.int(), there: z.int(), corrects: z.int(), faults: z.int() })

/** Nothing is kept: what would be loaded, line by line, and what is wrong. */
export const previewExamUpload = {
  method: 'POST',
  url: '/api/college/exam-results/preview',
  schema: {
    summary: 'What a file of exam results would bring, line by line (T5)',
    body: z.object({ text: FileText }),
    response: {
      200: z.object({
        counts: UploadCounts,
        /** Those at fault first; 200 at most. */
        lines: z.array(ExamLine),
        /** What did not match, as a CSV; '' where all did. */
        report: z.string(),
      }),
    },
  },
} as const satisfies Endpoint

/** All or nothing: with one line at fault it is refused with `invalid_input`, and nothing is kept. */
export const uploadExams = {
  method: 'POST',
  url: '/api/college/exam-results',
  schema: {
    summary: 'Load a file of exam results, all of it or nothing (T5)',
    body: z.object({ text: FileText }),
    response: { 200: z.object({ counts: UploadCounts }) },
  },
} as const satisfies Endpoint

export const examTemplate = {
  method: 'GET',
  url: '/api/college/exam-results/template',
  schema: { summary: 'The file to fill in, with its headings (T5)', response: { 200: z.string() } },
} as const satisfies Endpoint
