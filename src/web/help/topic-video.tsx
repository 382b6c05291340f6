import type { ReactNode } from 'react'
import { VIDEOS, type Topic } from '#domain/help/contract.ts'
import classes from './help-window.module.css'
import { words } from './words.ts'

interface Props {
  readonly video: NonNullable<Topic['video']>
  readonly title: string
}

/** A topic's film: fetched only when it is played, with captions, and what is said in it to read (H1). */
export function TopicVideo({ video, title }: Props): ReactNode {
  return (
    <>
      <video className={classes.video} controls preload="none" playsInline aria-label={words.video(title)} src={VIDEOS + video.file}>
        <track kind="captions" srcLang="en-GB" label={words.captions} src={VIDEOS + video.captions} default />
      </video>
      <details>
        <summary>{words.transcript}</summary>
        <p>{video.transcript}</p>
      </details>
    </>
  )
}
