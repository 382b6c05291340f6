import { createContext, useContext, type ReactNode } from 'react'
import Markdown from 'react-markdown'

interface Props {
  readonly markdown: string
  /** Opens another topic of the guide. */
  readonly onTopic: (topic: string) => void
}

const OpenTopic = createContext<(topic: string) => void>(() => undefined)

/** A topic's text. Links between topics open here; others in a new tab. */
export function TopicText({ markdown, onTopic }: Props): ReactNode {
  return (
    <OpenTopic value={onTopic}>
      <Markdown components={COMPONENTS}>{markdown}</Markdown>
    </OpenTopic>
  )
}

const OTHER_TOPIC = /^(?:\.\/)?([a-z0-9-]+)\.md(?:#.*)?$/

function TopicLink({ href = '', children }: { readonly href?: string | undefined; readonly children?: ReactNode }): ReactNode {
  const openTopic = useContext(OpenTopic)
  const topic = OTHER_TOPIC.exec(href)?.[1]
  if (topic === undefined) {
    return (
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    )
  }
  const open = (event: { preventDefault(): void }) => {
    event.preventDefault()
    openTopic(topic)
  }
  return (
    <a href={`#${topic}`} onClick={open}>
      {children}
    </a>
  )
}

// The window's name is the heading above, so a topic's own begin one step lower.
const COMPONENTS = { h1: 'h3', h2: 'h3', h3: 'h4', a: TopicLink } as const
