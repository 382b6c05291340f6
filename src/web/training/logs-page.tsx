import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { LOG_PAGES } from '#domain/training/logs-contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { AgendaPart, RaiseWindow } from './agenda-part.tsx'
import { agendaQuery } from './agenda-queries.ts'
import { BookPart } from './log-book-part.tsx'
import { LogNav } from './log-nav.tsx'
import { words } from './log-page-words.ts'
import { logsQuery, type Logs } from './log-web-queries.ts'
import styles from './logs.module.css'
import { PaceLines } from './pace-lines.tsx'
import { Part } from './training-parts.tsx'

const route = getRouteApi('/signed-in/record/$ownerId/logs')

/** Counters and pace lines of one record's logs (T13, T18). */
export function LogsPage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(logsQuery(ownerId))
  return (
    <RecordFrame
      ownerId={ownerId}
      title={own || asked.data === undefined ? words.own : words.title(asked.data.name)}
      helpPage="logs"
      failed={asked.error !== null}
    >
      {asked.error === null ? <LogNav ownerId={ownerId} /> : null}
      <Asked asked={asked}>
        {(logs) => (
          <>
            <Pace logs={logs} own={own} ownerId={ownerId} />
            {logs.can.readAgenda === null ? <AgendaPart ownerId={ownerId} /> : null}
            <Rows logs={logs} ownerId={ownerId} />
            <Spread spread={logs.spread} />
            <BookPart ownerId={ownerId} logs={logs} />
          </>
        )}
      </Asked>
    </RecordFrame>
  )
}

interface Props {
  readonly logs: Logs
  readonly ownerId: string
}

function Pace({ logs: { lines, moved, tips, can }, own, ownerId }: Props & { readonly own: boolean }): ReactNode {
  const agenda = useQuery({ ...agendaQuery(ownerId), enabled: can.readAgenda === null }).data
  const [raising, setRaising] = useState<string | null>(null)
  const said = words.moved(moved.fraction, moved.daysAway)
  const behind = lines.find(({ standing }) => standing === 'behind')
  return (
    <Part
      id="pace"
      title={own ? words.pace : words.paceOf}
      mayNot={agenda?.can.write ?? null}
      act={
        agenda === undefined ? undefined : (
          <Button
            size="xs"
            variant="default"
            onClick={() => setRaising(behind === undefined ? words.raiseStartPlain : words.raiseStart(behind))}
          >
            {words.raise}
          </Button>
        )
      }
    >
      {lines.length === 0 ? <Text size="sm">{words.noLines}</Text> : <PaceLines lines={lines} />}
      {lines.length === 0 ? null : (
        <Text size="sm" c="dimmed" mt="sm">
          {said === null ? '' : `${said} `}
          {words.estimate}
        </Text>
      )}
      {own && tips.length > 0 ? (
        <details style={{ marginTop: 10 }}>
          <summary>{words.tips}</summary>
          {tips.map(({ title, list }) => (
            <div key={title} style={{ marginTop: 8 }}>
              <Text size="sm" fw={600}>
                {title}
              </Text>
              <ul className={styles['tips']}>
                {list.map((tip) => (
                  <li key={tip}>{tip}</li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      ) : null}
      {raising === null ? null : <RaiseWindow ownerId={ownerId} start={raising} onClose={() => setRaising(null)} />}
    </Part>
  )
}

function Rows({ logs: { totals, can }, ownerId }: Props): ReactNode {
  return (
    <Part id="written" title={words.list.title}>
      <ul className={styles['spread']}>
        {LOG_PAGES.map((page) => {
          const { rows, notCounted, toVerify } = totals[page] ?? { rows: 0, notCounted: 0, toVerify: 0 }
          const said = [
            words.count(rows),
            ...(notCounted > 0 ? [words.notCounted(notCounted)] : []),
            ...(can.verify === null && toVerify > 0 ? [words.toVerify(toVerify)] : []),
          ]
          return (
            <li key={page}>
              <Link to={`/record/$ownerId/logs/${page}`} params={{ ownerId }}>
                {words.pages[page]}
              </Link>
              <span>{said.join(', ')}</span>
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

export function Spread({ spread }: { readonly spread: Logs['spread'] }): ReactNode {
  return (
    <Part id="spread" title={words.spread}>
      {spread.specialty.length === 0 ? (
        <Text size="sm">{words.noSpread}</Text>
      ) : (
        <div className={styles['two']}>
          {(['specialty', 'mode'] as const).map((by) => (
            <div key={by}>
              <h3>{words[by]}</h3>
              <ul className={styles['spread']}>
                {spread[by].map(({ name, count }) => (
                  <li key={name}>
                    <bdi>{name}</bdi>
                    <span>{count}</span>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </Part>
  )
}
