import { Alert, Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import IconArrowLeft from '@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import type { ReactNode } from 'react'
import type { ModuleFront } from '#domain/learning/contract.ts'
import { SPECIALTY_WORDS } from '#domain/learning/words.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { NotFoundPage } from '#web/ui/error-pages.tsx'
import { Page } from '#web/ui/page.tsx'
import { moduleQuery, myModuleQuery } from './learning-queries.ts'
import { ModuleFacts } from './module-facts.tsx'
import styles from './module-page.module.css'
import { Standing } from './standing.tsx'
import { words } from './words.ts'

const say = words.module
const route = getRouteApi('/signed-in/learning/modules/$moduleId')

/** The first page of a module: what it is and who gives what for it (L1), how one stands with it, and what one can do. */
export function ModulePage(): ReactNode {
  const { moduleId } = route.useParams()
  const front = useQuery(moduleQuery(moduleId))
  const mine = useQuery(myModuleQuery(usePerson().id, moduleId))
  const gone = front.error instanceof CallFault && front.error.code === 'not_found'
  // A module that is not offered any more is still told of to whoever had it.
  if (gone && mine.isError) return <NotFoundPage />
  const title = front.data?.title ?? mine.data?.title
  return (
    <Page title={title ?? words.loading} helpPage="learning-module">
      <div className={styles.trail}>
        <Link to="/learning">
          <IconArrowLeft size={15} aria-hidden /> {words.back}
        </Link>
      </div>
      <div className={styles.columns}>
        {front.data !== undefined && <Lead front={front.data} />}
        <div className={styles.side}>
          {mine.data !== undefined ? (
            <Standing mine={mine.data} />
          ) : mine.isError ? (
            <Alert color="red" variant="light">
              {sayFault(mine.error)}
            </Alert>
          ) : (
            <Skeleton height={190} radius="md" />
          )}
          {front.data !== undefined && <ModuleFacts front={front.data} />}
        </div>
        {front.data !== undefined ? (
          <About front={front.data} />
        ) : front.isError && !gone ? (
          <State alert icon={<IconPlugConnectedX size={28} />} title={words.failed} text={sayFault(front.error)}>
            <Button onClick={() => void front.refetch()}>{words.retry}</Button>
          </State>
        ) : gone ? null : (
          <div role="status" aria-label={words.loading}>
            <Skeleton height={60} mb="lg" />
            <Skeleton height={320} radius="md" />
          </div>
        )}
      </div>
    </Page>
  )
}

function Lead({ front }: { readonly front: ModuleFront }): ReactNode {
  return (
    <div className={styles.head}>
      <p className={styles.lead}>{front.summary}</p>
      <ul className={styles.tags}>
        {front.specialties.map((one) => (
          <li key={one}>{SPECIALTY_WORDS[one]}</li>
        ))}
      </ul>
    </div>
  )
}

function About({ front }: { readonly front: ModuleFront }): ReactNode {
  return (
    <article className={styles.about}>
      {front.expired && (
        <Alert title={say.expiredTitle} variant="light" mb="lg" role="note">
          {say.expired}
        </Alert>
      )}
      <Block title={say.outcomes}>
        <ul className={styles.outcomes}>
          {front.outcomes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </Block>
      <Block title={say.keyPoints}>
        <ul className={styles.points}>
          {front.keyPoints.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </Block>
      <Block title={say.pages}>
        <ol className={styles.pages}>
          {front.pages.map((title, index) => (
            <li key={index}>{title}</li>
          ))}
          <li>{`${say.assessment}, ${words.questions(front.questions)}`}</li>
        </ol>
      </Block>
      <Block title={say.sources}>
        <ul className={styles.sources}>
          {front.sources.map((source) => (
            <li key={source.title}>
              <cite>{source.title}</cite>
              {`. ${[source.publisher, source.year].filter(Boolean).join(', ')}.`}
            </li>
          ))}
        </ul>
      </Block>
      <Block title={say.notice}>
        <p className={styles.notice}>{front.notice}</p>
      </Block>
    </article>
  )
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={styles.block}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
