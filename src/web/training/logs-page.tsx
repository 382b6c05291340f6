import { Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { longDate } from '#domain/plain-date.ts'
import { AgendaInput, closeAgendaPoint, LOG_PAGES, raiseAgendaPoint, type AgendaPoint } from '#domain/training/logs-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { useKeptForm } from './kept-form.ts'
import { BookPart } from './log-book-part.tsx'
import { LogNav } from './log-nav.tsx'
import { words } from './log-page-words.ts'
import { logsQuery, type Logs } from './log-web-queries.ts'
import styles from './logs.module.css'
import { PaceLines } from './pace-lines.tsx'
import { useAfterChange, usePress } from './placement-queries.ts'
import { FormFoot, Part } from './training-parts.tsx'

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
            <Agenda logs={logs} ownerId={ownerId} />
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
  const [raising, setRaising] = useState<string | null>(null)
  const said = words.moved(moved.fraction, moved.daysAway)
  const behind = lines.find(({ standing }) => standing === 'behind')
  return (
    <Part
      id="pace"
      title={own ? words.pace : words.paceOf}
      mayNot={can.raise}
      act={
        <Button
          size="xs"
          variant="default"
          onClick={() => setRaising(behind === undefined ? words.raiseStartPlain : words.raiseStart(behind))}
        >
          {words.raise}
        </Button>
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

const RaiseText = AgendaInput.pick({ text: true, overrides: true })

function RaiseWindow({
  ownerId,
  start,
  onClose,
}: {
  readonly ownerId: string
  readonly start: string
  readonly onClose: () => void
}): ReactNode {
  const [id] = useState(() => uuidv7())
  const form = useKeptForm(`agenda/${ownerId}`, RaiseText, { text: start })
  const after = useAfterChange()
  const send = form.submit(async ({ text, overrides }) => {
    await call(raiseAgendaPoint, { params: { ownerId }, body: { id, text, overrides } })
    await form.draft.discard()
    await after(words.raised)
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={words.raise}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm">{words.raiseText}</Text>
        <GuardedText label={words.raiseWhat} data-autofocus minRows={3} maxLength={1000} {...form.guarded('text')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={words.raise}>
          <DraftMark state={form.draft.state} />
        </FormFoot>
      </form>
    </Modal>
  )
}

function Agenda({ logs: { agenda, can }, ownerId }: Props): ReactNode {
  if (agenda.length === 0) return null
  return (
    <Part id="agenda" title={words.agenda}>
      <ul className={styles['rows']}>
        {agenda.map((point) => (
          <li key={point.id}>
            <Point point={point} ownerId={ownerId} isOpen={can.raise === null} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Point({ point, ownerId, isOpen }: { readonly point: AgendaPoint; readonly ownerId: string; readonly isOpen: boolean }): ReactNode {
  const press = usePress(() => call(closeAgendaPoint, { params: { ownerId, pointId: point.id }, body: {} }), words.taken)
  return (
    <>
      <div className={styles['main']}>
        <bdi>{point.text}</bdi>
        <p className={styles['quiet']}>{words.raisedBy(point.raisedBy, longDate(point.raisedAt.slice(0, 10)))}</p>
        <div role="alert">{press.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(press.error)}</Text>}</div>
      </div>
      {isOpen ? (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          loading={press.isPending}
          aria-label={`${words.done}: ${point.text}`}
          onClick={() => press.mutate(undefined)}
        >
          {words.done}
        </Button>
      ) : null}
    </>
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
