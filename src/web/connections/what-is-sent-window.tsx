import { Button, Modal, Skeleton, Switch, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Connection } from '#domain/connections/contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useChangeConnection } from './connection-acts.ts'
import { exampleQuery, previewQuery } from './connections-queries.ts'
import styles from './connections.module.css'
import { PayloadSaid } from './payload-said.tsx'
import { words } from './words.ts'

const say = words.preview

interface Props {
  readonly connection: Connection
  /** The item that is to go at once; without it the newest completed one is the example. */
  readonly itemId?: string
  readonly onStarted?: () => void
  readonly onClose: () => void
}

/** Exactly what will be sent, before anything is (X15). */
export function WhatIsSentWindow({ connection, itemId, onStarted, onClose }: Props): ReactNode {
  const change = useChangeConnection(connection)
  const start = () =>
    change.mutate(
      { seen: true },
      {
        onSuccess: () => {
          notifications.show({ message: say.started(connection.name) })
          onStarted?.()
          onClose()
        },
      },
    )
  return (
    <Modal opened onClose={onClose} title={say.title} size="38rem" yOffset="6vh">
      <Text size="sm">{say.intro(connection.name)}</Text>
      <ul className={styles.points}>
        {say.fields.map((field) => (
          <li key={field}>{field}</li>
        ))}
      </ul>
      <AlsoSent connection={connection} />
      <Text size="sm" mt="md">
        {words.one.never_} {say.past}
      </Text>
      <Example connection={connection} itemId={itemId} />
      <div className={styles.decide}>
        <Button variant="default" onClick={onClose}>
          {say.later}
        </Button>
        <Button data-autofocus loading={change.isPending && change.variables.seen === true} onClick={start}>
          {itemId === undefined ? say.start : say.startOne}
        </Button>
      </div>
    </Modal>
  )
}

/** What goes only where the owner allows it (X2). */
export function AlsoSent({ connection }: { readonly connection: Connection }): ReactNode {
  const change = useChangeConnection(connection)
  const asked = change.isPending ? change.variables : {}
  return (
    <fieldset className={styles.choices}>
      <legend>{words.one.choices}</legend>
      <Switch
        label={words.one.notes}
        description={words.one.notesText}
        checked={asked.sendNotes ?? connection.sendNotes}
        onChange={({ currentTarget }) => change.mutate({ sendNotes: currentTarget.checked })}
      />
      <Switch
        label={words.one.impact}
        description={words.one.impactText}
        checked={asked.sendImpact ?? connection.sendImpact}
        onChange={({ currentTarget }) => change.mutate({ sendImpact: currentTarget.checked })}
      />
    </fieldset>
  )
}

function Example({ connection, itemId }: { readonly connection: Connection; readonly itemId: string | undefined }): ReactNode {
  const ownerId = usePerson().id
  const newest = useQuery({ ...exampleQuery(ownerId), enabled: itemId === undefined })
  const id = itemId ?? newest.data ?? null
  const preview = useQuery({ ...previewQuery(ownerId, connection, id ?? ''), enabled: id !== null })
  if (id === null && newest.isSuccess) return null
  if (preview.error !== null || newest.error !== null) {
    return (
      <Text size="sm" mt="md" role="alert">
        {say.exampleFailed}{' '}
        <Button variant="subtle" size="compact-sm" onClick={() => void (id === null ? newest.refetch() : preview.refetch())}>
          {words.retry}
        </Button>
      </Text>
    )
  }
  if (preview.data === undefined) return <Skeleton height={180} mt="md" role="status" aria-label={words.loading} />
  return (
    <section className={styles.example} aria-labelledby="example">
      <h3 id="example">{itemId === undefined ? say.example(preview.data.title) : say.one(preview.data.title)}</h3>
      <PayloadSaid payload={preview.data} />
    </section>
  )
}
