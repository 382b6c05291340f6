import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import type { ReactNode } from 'react'
import { ProfileFrame } from '#web/accounts/profile-pages.tsx'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { focusIfLost, inTheList } from '#web/portfolio/focus-if-lost.ts'
import { State } from '#web/ui/state.tsx'
import { useConnect } from './connection-acts.ts'
import { connectionsQuery, isOnItsWay, type Connections } from './connections-queries.ts'
import styles from './connections.module.css'
import { OneConnection } from './one-connection.tsx'
import { WhatIsSentWindow } from './what-is-sent-window.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/connections')
const LOOK_MS = 3000

/** Other portfolios: those connected, and those that can be (X1, X6, X9). */
export function ConnectionsPage(): ReactNode {
  const { data, error, refetch } = useQuery({
    ...connectionsQuery(usePerson().id),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.connections.some(isOnItsWay) === true ? LOOK_MS : false),
  })
  return (
    <ProfileFrame title={words.title} helpPage="connections">
      {data !== undefined ? (
        <Shown {...data} />
      ) : error === null ? (
        <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
      ) : (
        <State alert icon={<IconPlugConnectedX size={28} />} title={words.failed} text={sayFault(error)}>
          <Button onClick={() => void refetch()}>{words.retry}</Button>
        </State>
      )}
    </ProfileFrame>
  )
}

function Shown({ connectors, connections }: Connections): ReactNode {
  const { look } = route.useSearch()
  const navigate = route.useNavigate()
  const see = (id: string | undefined) => void navigate({ search: id === undefined ? {} : { look: id }, replace: true })
  const looked = connections.find(({ id, hasSeenWhatIsSent }) => id === look && !hasSeenWhatIsSent)
  const others = connectors.filter(({ id }) => connections.every(({ connectorId }) => connectorId !== id))
  if (connectors.length === 0 && connections.length === 0)
    return <State icon={<IconPlugConnected size={28} />} title={words.none} text={words.noneText} />
  return (
    <>
      <p className={styles.intro}>{words.intro}</p>
      {connections.map((connection) => (
        <OneConnection key={connection.id} connection={connection} onSee={() => see(connection.id)} onGone={() => focusIfLost(inTheList)} />
      ))}
      {others.length > 0 && (
        <section className={styles.card} aria-labelledby="others" data-tour="connect">
          <h2 id="others">{words.connect.title}</h2>
          <p className={styles.quiet}>{words.connect.text}</p>
          <ul className={styles.connectors}>
            {others.map((connector) => (
              <Connector key={connector.id} {...connector} />
            ))}
          </ul>
        </section>
      )}
      {looked !== undefined && <WhatIsSentWindow connection={looked} onClose={() => see(undefined)} />}
    </>
  )
}

function Connector({ id, name, signUp }: Connections['connectors'][number]): ReactNode {
  const connect = useConnect()
  return (
    <li>
      <Button leftSection={<IconPlugConnected size={17} aria-hidden />} loading={connect.isPending} onClick={() => connect.mutate(id)}>
        {words.connect.to(name)}
      </Button>
      {signUp === null ? (
        <span className={styles.quiet}>{words.connect.noSignUp(name)}</span>
      ) : (
        <a href={signUp} target="_blank" rel="noopener noreferrer">
          {words.connect.signUp(name)}
        </a>
      )}
    </li>
  )
}
