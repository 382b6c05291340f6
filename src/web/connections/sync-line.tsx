import { lazy, Suspense, useId, useRef, useState, type ReactNode } from 'react'
import type { Connection, Delivery } from '#domain/connections/contract.ts'
import { hasStanding } from '#domain/connections/standing-words.ts'
import { whyNotSent } from '#domain/connections/what-may-go.ts'
import type { ItemType, Kind, Status } from '#domain/portfolio/item.ts'
import { dayIn, shortDate } from '#domain/plain-date.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { focusIfLost } from '#web/portfolio/focus-if-lost.ts'
import { patiently } from '#web/ui/patiently.ts'
import styles from './sync.module.css'
import { useSwitch, type SwitchAct } from './use-switch.ts'
import { syncWords as say } from './sync-words.ts'

const WhatIsSentWindow = lazy(patiently(async () => ({ default: (await import('./what-is-sent-window.tsx')).WhatIsSentWindow })))

export interface Syncable {
  readonly id: string
  readonly kind: Kind
  readonly title: string
  readonly status: Status
  readonly type: ItemType | null
}

interface Props {
  readonly item: Syncable
  readonly connection: Connection
  readonly delivery: Delivery | undefined
  /** With more than one portfolio each line says which is its own. */
  readonly named: boolean
  /** With room for it: why, and when it is tried again. */
  readonly full?: boolean
}

const maySend = (item: Syncable): boolean => whyNotSent({ ...item, isBinned: false }) === null

/** How one item stands with one portfolio: its switch, its state in words, and what can be done about it (X3, X5, X13, X16). */
export function SyncLine({ item, connection, delivery, named, full = false }: Props): ReactNode {
  const turn = useSwitch(connection, item.id)
  const [asking, setAsking] = useState(false)
  const line = useRef<HTMLDivElement>(null)
  const id = useId()
  const on = delivery?.on === true
  if (!hasStanding(item, delivery)) return null
  const act = (what: SwitchAct) => {
    if (what === 'send' && !connection.hasSeenWhatIsSent) setAsking(true)
    else turn.mutate(what)
    // A button that is done with goes; the switch stays.
    focusIfLost(() => line.current?.querySelector('[role="switch"]'))
  }
  const label = say.of(item.title, connection.name)
  return (
    <div className={styles.line} ref={line}>
      <input
        type="checkbox"
        role="switch"
        className={styles.switch}
        aria-label={label}
        title={label}
        checked={on}
        disabled={!maySend(item) && !on}
        aria-describedby={id}
        onChange={() => act(on ? 'stop' : 'send')}
      />
      <div className={styles.words} id={id}>
        {named && <span className={styles.name}>{connection.name}</span>}
        <StateSaid item={item} connection={connection} delivery={delivery} full={full} onAct={act} />
      </div>
      {asking && (
        <Suspense fallback={null}>
          <WhatIsSentWindow
            connection={connection}
            itemId={item.id}
            // What waited for this goes by itself.
            onStarted={() => delivery?.state !== 'waiting' && turn.mutate('send')}
            onClose={() => {
              setAsking(false)
              focusIfLost(() => line.current?.querySelector('[role="switch"]'))
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

interface StateProps extends Omit<Props, 'named'> {
  readonly onAct: (act: SwitchAct) => void
}

function StateSaid({ item, connection, delivery, full = false, onAct }: StateProps): ReactNode {
  const zone = useZone()
  const { state, reason, changedSince, nextTryAt } = delivery ?? { state: 'not sent', reason: null, changedSince: false, nextTryAt: null }
  const button = (what: SwitchAct, name: string) => (
    <button type="button" className={styles.act} aria-label={say.actOf(name, item.title, connection.name)} onClick={() => onAct(what)}>
      {name}
    </button>
  )
  const sent = delivery !== undefined && delivery.sentAt !== null && <SentSaid item={item} name={connection.name} delivery={delivery} />
  switch (state) {
    case 'waiting':
      return (
        <>
          {connection.hasSeenWhatIsSent ? (
            <span title={reason ?? undefined}>{connection.state === 'paused' ? say.waitsPaused : say.waiting}</span>
          ) : (
            <>
              <span>{say.waiting}</span>
              {button('send', say.see)}
            </>
          )}
          {full && reason !== null && (
            <span className={styles.quiet}>
              {reason} {nextTryAt === null ? '' : say.nextTry(sayMoment(nextTryAt, zone))}
            </span>
          )}
        </>
      )
    case 'failed':
      return (
        <>
          <span className={styles.bad}>{reason === null ? say.failed : say.failedWhy(reason)}</span>
          {button('send', say.tryAgain)}
        </>
      )
    case 'not sure':
      return (
        <>
          <span className={styles.bad} title={say.notSureText}>
            {say.notSure}
          </span>
          {full && <span className={styles.quiet}>{say.notSureText}</span>}
          {button('there', say.isThere)}
          {button('send', say.sendAgain)}
        </>
      )
    case 'sent':
      return changedSince ? (
        <>
          {full && sent}
          <span className={styles.changed}>
            {maySend(item) || !full ? say.changed : item.status === 'completed' ? say.changedNever : say.changedOpen}
          </span>
          {maySend(item) && button('send', say.sendChanges)}
        </>
      ) : (
        sent
      )
    default:
      return sent ? (
        <>
          {sent}
          <span className={styles.quiet}>{say.kept}</span>
        </>
      ) : (
        <span className={styles.quiet}>{say.notSent}</span>
      )
  }
}

/** 'Sent 3 May 2026', a link to the record there where it has an address (X3). */
export function SentSaid({
  item,
  name,
  delivery: { sentAt, address },
}: {
  readonly item: Syncable
  readonly name: string
  readonly delivery: Delivery
}): ReactNode {
  const zone = useZone()
  const day = shortDate(dayIn(zone, Date.parse(sentAt!)))
  if (address === null) return <span>{say.sent(day)}</span>
  const opens = say.sentOpens(item.title, name, day)
  return (
    <a href={address} target="_blank" rel="noopener noreferrer" aria-label={opens} title={opens}>
      {say.sent(day)}
    </a>
  )
}
