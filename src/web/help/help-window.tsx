import { Button, Drawer, Loader, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import type { Topic } from '#domain/help/contract.ts'
import { tourOfPath } from '#domain/help/tours.ts'
import { useSession } from '#web/platform/session-store.ts'
import { patiently } from '#web/ui/patiently.ts'
import { askForTour } from '#web/ui/tour-place.ts'
import { openWindow } from '#web/ui/windows.ts'
import { Contact } from './contact.tsx'
import { DidItHelp } from './did-it-help.tsx'
import { guideQuery, searchIn, topicOfPage } from './guide.ts'
import classes from './help-window.module.css'
import { TrainingContact } from './training-contact.tsx'
import { tourWords } from './tour-words.ts'
import { TopicVideo } from './topic-video.tsx'
import { words } from './words.ts'

const TopicText = lazy(patiently(async () => ({ default: (await import('./topic-text.tsx')).TopicText })))

/** The help, beside the page it is the help of (H1). */
export function HelpWindow({ page }: { readonly page: string }): ReactNode {
  const asked = useQuery(guideQuery)
  return (
    <Drawer opened onClose={() => openWindow(null)} title={words.title} position="right" size="28rem">
      {asked.isPending ? <Loader aria-label={words.loading} role="status" /> : null}
      {asked.isError ? <Text role="alert">{words.failed}</Text> : null}
      {asked.isSuccess ? <Guide topics={asked.data} page={page} /> : null}
      <TourAgain />
      <TrainingContact />
      <Contact />
    </Drawer>
  )
}

function TourAgain(): ReactNode {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { person } = useSession()
  if (person === null || tourOfPath(path) === null) return null
  return (
    <Button
      variant="light"
      size="compact-md"
      mt="lg"
      onClick={() => {
        openWindow(null)
        askForTour()
      }}
    >
      {tourWords.show}
    </Button>
  )
}

function Guide({ topics, page }: { readonly topics: readonly Topic[]; readonly page: string }): ReactNode {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly Topic[]>([])
  const [shown, setShown] = useState(() => topicOfPage(topics, page))
  const heading = useRef<HTMLHeadingElement>(null)
  const query = typed.trim()

  useEffect(() => {
    if (query === '') return
    let current = true
    void searchIn(topics).then((search) => current && setFound(search(query)))
    return () => {
      current = false
    }
  }, [query, topics])

  const show = (topic: string) => {
    setTyped('')
    setShown(topics.find((one) => one.topic === topic))
    requestAnimationFrame(() => {
      heading.current?.focus()
      heading.current?.scrollIntoView({ block: 'center' })
    })
  }

  return (
    <>
      <TextInput
        type="search"
        label={words.search}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
        mb="md"
      />
      {query !== '' ? (
        <>
          <Text role="status" size="sm" c="dimmed">
            {words.results(found.length, query)}
          </Text>
          <TopicList topics={found} onShow={show} />
        </>
      ) : (
        <>
          {shown === undefined ? null : (
            <article className={classes['topic']}>
              <Title order={3} ref={heading} tabIndex={-1} className={classes['title']}>
                {shown.title}
              </Title>
              <Suspense fallback={<Loader size="sm" aria-label={words.loading} role="status" />}>
                {shown.video && <TopicVideo video={shown.video} title={shown.title} />}
                <TopicText markdown={shown.markdown} onTopic={show} />
              </Suspense>
              <DidItHelp key={shown.topic} topic={shown.topic} />
            </article>
          )}
          <nav aria-labelledby="all-topics">
            <Title order={3} id="all-topics" mt="lg" mb={4}>
              {words.topics}
            </Title>
            <TopicList topics={topics} {...(shown === undefined ? {} : { current: shown.topic })} onShow={show} />
          </nav>
        </>
      )}
    </>
  )
}

interface ListProps {
  readonly topics: readonly Topic[]
  readonly current?: string
  readonly onShow: (topic: string) => void
}

function TopicList({ topics, current, onShow }: ListProps): ReactNode {
  return (
    <ul className={classes['list']}>
      {topics.map(({ topic, title }) => (
        <li key={topic}>
          <UnstyledButton className={classes['entry']} aria-current={topic === current ? 'true' : undefined} onClick={() => onShow(topic)}>
            {title}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
