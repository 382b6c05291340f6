import { z } from 'zod'
import { Done, type Endpoint } from '#domain/endpoint.ts'

const VideoFile = z.string().regex(/^[a-z0-9-]+\.(mp4|webm|vtt)$/)

/** Where the guide's films and their captions are served. */
export const VIDEOS = '/guide/videos/'

/** A topic of the user guide: one Markdown page with front matter (H1). */
export const Topic = z.object({
  topic: z.string(),
  title: z.string(),
  order: z.int(),
  /** The pages of Cairn it is the help of. */
  pages: z.array(z.string()),
  /** A film beside the text, with what is said in it as captions and as a transcript; files in the guide's `videos` folder. */
  video: z
    .strictObject({ file: VideoFile, captions: VideoFile, transcript: z.string().min(1) })
    .nullable()
    .default(null),
  markdown: z.string(),
})
export type Topic = z.infer<typeof Topic>

export const readGuide = {
  method: 'GET',
  url: '/api/guide',
  public: true,
  schema: { summary: 'The user guide', response: { 200: z.object({ topics: z.array(Topic) }) } },
} as const satisfies Endpoint

/** Whether a topic helped (H1). Kept without who said it. */
export const rateTopic = {
  method: 'POST',
  url: '/api/guide/ratings',
  public: true,
  schema: {
    summary: 'Say whether a topic of the guide helped',
    body: z.object({
      topic: z.string().max(100),
      helped: z.boolean(),
      note: z.string().trim().max(1000, { error: '1,000 characters at most.' }).default(''),
    }),
    response: { 200: Done },
  },
} as const satisfies Endpoint
