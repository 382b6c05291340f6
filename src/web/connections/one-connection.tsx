import { Alert, Button, Text } from '@mantine/core'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconPlayerPauseFilled from '@tabler/icons-react/dist/esm/icons/IconPlayerPauseFilled.mjs'
import { useState, type ReactNode } from 'react'
import type { Connection } from '#domain/connections/contract.ts'
import { sayFault } from '#web/platform/call.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { useCheck, useConnect, useTryAll } from './connection-acts.ts'
import styles from './connections.module.css'
import { DisconnectWindow } from './disconnect-window.tsx'
import { SentLog } from './sent-log.tsx'
import { AlsoSent } from './what-is-sent-window.tsx'
import { words } from './words.ts'

const say = words.one

interface Props {
  readonly connection: Connection
  /** Opens the window that shows what will be sent. */
  readonly onSee: () => void
  readonly onGone: () => void
}

/** One connected portfolio: whether it is alive, what waits, what else is sent, and what was (X9). */
export function OneConnection({ connection, onSee, onGone }: Props): ReactNode {
  const { id, name, state, waiting, failed, notSure } = connection
  const zone = useZone()
  const paused = state === 'paused'
  const waits = [
    ...(waiting > 0 ? [say.waiting(waiting)] : []),
    ...(failed > 0 ? [say.failed(failed)] : []),
    ...(notSure > 0 ? [say.notSure(notSure)] : []),
  ]
  return (
    <section className={styles.card} aria-labelledby={id} data-tour="connected">
      <div className={styles.cardHead}>
        <h2 id={id}>{name}</h2>
        <span className={styles.state} data-state={state}>
          {paused ? <IconPlayerPauseFilled size={15} aria-hidden /> : <IconCircleCheckFilled size={16} aria-hidden />}
          {paused ? say.paused : say.active}
        </span>
      </div>
      <Needs connection={connection} onSee={onSee} />
      <dl className={styles.facts}>
        <dt>{say.since}</dt>
        <dd>{sayMoment(connection.connectedAt, zone)}</dd>
        <dt>{say.lastSuccess}</dt>
        <dd>{connection.lastSuccessAt === null ? say.never : sayMoment(connection.lastSuccessAt, zone)}</dd>
        <dt>{say.state}</dt>
        <dd>{waits.length === 0 ? say.nothingWaits : waits.join(', ')}</dd>
      </dl>
      {notSure > 0 && <p className={styles.quiet}>{say.notSureText}</p>}
      <Acts connection={connection} onGone={onGone} />
      <AlsoSent connection={connection} />
      <p className={styles.quiet}>{say.never_}</p>
      <SentLog connection={connection} />
    </section>
  )
}

/** What the owner must do before anything goes, or goes on. */
function Needs({ connection, onSee }: Pick<Props, 'connection' | 'onSee'>): ReactNode {
  const { connectorId, name, state, pausedAt, hasSeenWhatIsSent, leftAloneUntil } = connection
  const zone = useZone()
  const connect = useConnect()
  return (
    <>
      {state === 'paused' && (
        <Alert color="yellow" variant="light" mb="md" role="presentation">
          <Text size="sm">{say.pausedText(name, pausedAt && sayMoment(pausedAt, zone))}</Text>
          <Button mt="xs" size="compact-md" fz="sm" h={34} loading={connect.isPending} onClick={() => connect.mutate(connectorId)}>
            {words.connect.again}
          </Button>
        </Alert>
      )}
      {!hasSeenWhatIsSent && (
        <Alert variant="light" mb="md" role="presentation">
          <Text size="sm">{say.unseen}</Text>
          <Button mt="xs" size="compact-md" fz="sm" h={34} onClick={onSee}>
            {say.see}
          </Button>
        </Alert>
      )}
      {state === 'active' && leftAloneUntil !== null && (
        <Text size="sm" mb="md">
          {say.leftAlone(name, sayMoment(leftAloneUntil, zone))}
        </Text>
      )}
    </>
  )
}

function Acts({ connection, onGone }: Pick<Props, 'connection' | 'onGone'>): ReactNode {
  const [asking, setAsking] = useState(false)
  const check = useCheck(connection)
  const tryAll = useTryAll(connection)
  const said = check.isPending || tryAll.isPending ? '' : saidLast(check, tryAll)
  return (
    <>
      <div className={styles.acts}>
        {connection.state === 'active' && connection.waiting + connection.failed > 0 && (
          <Button
            variant="default"
            loading={tryAll.isPending}
            onClick={() => {
              check.reset()
              tryAll.mutate()
            }}
          >
            {say.tryAll}
          </Button>
        )}
        <Button
          variant="default"
          loading={check.isPending}
          onClick={() => {
            tryAll.reset()
            check.mutate()
          }}
        >
          {say.check}
        </Button>
        <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
          {say.disconnect}
        </Button>
      </div>
      <p className={styles.said} role="status" data-bad={check.data?.alive === false || undefined}>
        {said}
      </p>
      {asking && (
        <DisconnectWindow
          connection={connection}
          onClose={(gone) => {
            setAsking(false)
            if (gone) onGone()
          }}
        />
      )}
    </>
  )
}

function saidLast(check: ReturnType<typeof useCheck>, tryAll: ReturnType<typeof useTryAll>): string {
  if (tryAll.data !== undefined) return say.tried(tryAll.data.tried)
  if (check.data !== undefined) return check.data.words
  const fault: unknown = tryAll.error ?? check.error
  return fault === null ? '' : sayFault(fault)
}
