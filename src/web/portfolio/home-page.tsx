import { Button, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useCallback, type ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { LastPresented } from '#web/assessments/present-part.tsx'
import { ConnectCard } from '#web/connections/connect-card.tsx'
import { useTrainingWaits } from '#web/training/training-waits.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useZone } from '#web/platform/zone.ts'
import { Page } from '#web/ui/page.tsx'
import { FirstSteps } from './first-steps.tsx'
import styles from './home-page.module.css'
import { GoOnWith, Recent } from './home-items.tsx'
import { Schemes } from './home-schemes.tsx'
import { Waiting } from './home-waiting.tsx'
import { YearCard } from './home-year.tsx'
import { homeWords } from './home-words.ts'
import { useTotals } from './lens.ts'
import { State } from '#web/ui/state.tsx'
import { NewItemButton } from './new-item-button.tsx'
import { homeQuery, itemQuery } from './portfolio-queries.ts'
import { words } from './words.ts'

/** What to go on with, how the year stands, and what waits (P15). */
export function HomePage(): ReactNode {
  const person = usePerson()
  const zone = useZone()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(homeQuery(person.id))
  // Asked at once with the page's own, so that nothing jumps down once it is read.
  const training = useTrainingWaits()
  useTotals(data?.year.totals ?? null)
  const open = useCallback(
    (id: string) => {
      void client.prefetchQuery({ ...itemQuery(person.id, id), staleTime: 10_000 })
      void navigate({ href: `/portfolio?item=${id}` })
    },
    [client, navigate, person.id],
  )
  return (
    <Page title={homeWords.greeting(partOfDay(zone), person.name)} helpPage="home" left={<NewItemButton onOpen={open} />}>
      {data !== undefined ? (
        data.recent.length === 0 && data.inProgress.length === 0 ? (
          <div className={styles.column}>
            <Waiting waiting={data.waiting} training={training} year={data.year} onOpen={open} quietWhenEmpty />
            <FirstSteps onOpen={open} />
            <ConnectCard />
          </div>
        ) : (
          <>
            <YearCard year={data.year} />
            <div className={styles.grid}>
              <div className={styles.column}>
                <Waiting waiting={data.waiting} training={training} year={data.year} onOpen={open} />
                <LastPresented />
                <GoOnWith rows={data.inProgress} onOpen={open} />
                <ConnectCard />
              </div>
              <div className={styles.column}>
                <Recent rows={data.recent} onOpen={open} />
                <Schemes schemes={data.schemes} />
              </div>
            </div>
          </>
        )
      ) : error !== null ? (
        <State alert icon={<IconPlugConnectedX size={28} />} title={homeWords.failed} text={sayFault(error)}>
          <Button onClick={() => void refetch()}>{words.retry}</Button>
        </State>
      ) : (
        <div role="status" aria-label={words.loading}>
          <Skeleton height={148} radius="md" mb="md" />
          <div className={styles.grid}>
            <Skeleton height={230} radius="md" />
            <Skeleton height={230} radius="md" />
          </div>
        </div>
      )}
    </Page>
  )
}

function partOfDay(zone: string) {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(Date.now()))
  return hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
}
