import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { PaceLine } from '#domain/training/logs-contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { RaiseWindow } from './agenda-part.tsx'
import { agendaQuery } from './agenda-queries.ts'
import { words } from './log-page-words.ts'

/** Puts the first line one is behind with on the agenda of the next meeting (T18). For the trainee, where they may write it. */
export function RaisePace({ ownerId, lines }: { readonly ownerId: string; readonly lines: readonly PaceLine[] }): ReactNode {
  const isOwn = usePerson().id === ownerId
  const { data } = useQuery({ ...agendaQuery(ownerId), enabled: isOwn })
  const [raising, setRaising] = useState(false)
  const behind = lines.find(({ standing }) => standing === 'behind')
  if (data === undefined || data.can.write !== null) return null
  return (
    <>
      <Button mt="md" size="xs" variant="default" onClick={() => setRaising(true)}>
        {words.raise}
      </Button>
      {raising ? (
        <RaiseWindow
          ownerId={ownerId}
          start={behind === undefined ? words.raiseStartForms : words.raiseStart(behind)}
          onClose={() => setRaising(false)}
        />
      ) : null}
    </>
  )
}
