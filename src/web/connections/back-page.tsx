import { Button, Group, Loader } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { notifications } from '@mantine/notifications'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useEffect, useState, type ReactNode } from 'react'
import { finishConnecting } from '#domain/connections/contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Page } from '#web/ui/page.tsx'
import { connectionSaved, deliveriesMoved } from './connections-queries.ts'
import { words } from './words.ts'

const say = words.back

/**
 * Where the other portfolio sends its owner back to (X1). Each way back is told to the server once; what a refusal says is shown, and a
 * connection that came about is shown with the others, with what will be sent where that was not seen yet (X15).
 */
export function BackPage(): ReactNode {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search] = useState(() => window.location.search)
  // A query, not an effect: however often the page is drawn, one way back is asked about once.
  const { data, error, refetch } = useQuery({
    queryKey: ['way-back', ownerId, search],
    queryFn: () => call(finishConnecting, { params: { ownerId }, body: { search } }),
    enabled: search !== '',
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
    refetchOnMount: false,
    refetchOnReconnect: false,
  })
  useEffect(() => {
    if (data === undefined) return
    connectionSaved(client, ownerId, data)
    void deliveriesMoved(client, ownerId)
    if (data.hasSeenWhatIsSent) notifications.show({ message: say.connected(data.name) })
    void navigate({ to: '/connections', search: data.hasSeenWhatIsSent ? {} : { look: data.id }, replace: true })
  }, [data, client, ownerId, navigate])
  const unanswered = error instanceof CallFault && error.code !== 'not_allowed'
  const nothing = search === ''
  return (
    <Page title={words.backTitle} helpPage="connections" narrow>
      {nothing || error !== null ? (
        <State alert icon={<IconPlugConnectedX size={28} />} title={say.refused} text={nothing ? say.nothing : sayFault(error)}>
          <Group justify="center">
            {unanswered && (
              <Button variant="default" onClick={() => void refetch()}>
                {words.retry}
              </Button>
            )}
            <Button component={Link} to="/connections">
              {say.go}
            </Button>
          </Group>
        </State>
      ) : (
        <div role="status">
          <Loader m="10vh auto 1rem" display="block" aria-hidden />
          <p style={{ textAlign: 'center' }}>{say.working}</p>
        </div>
      )}
    </Page>
  )
}
