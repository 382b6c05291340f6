import { Button } from '@mantine/core'
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import styles from '#web/portfolio/home-page.module.css'
import { useConnections } from './connections-queries.ts'
import { syncWords } from './sync-words.ts'

const say = syncWords.home

/** On the home page while something can be connected and nothing is (X1, P15). */
export function ConnectCard(): ReactNode {
  const known = useConnections()
  if (known === undefined || known.connectors.length === 0 || known.connections.length > 0) return null
  return (
    <section className={styles.card} aria-labelledby="home-connect">
      <div className={styles.cardHead}>
        <h2 id="home-connect">{say.title}</h2>
      </div>
      <p className={styles.quiet}>{say.text(known.connectors.map(({ name }) => name).join(', '))}</p>
      <Button
        component={Link}
        to="/connections"
        variant="light"
        size="compact-md"
        fz="sm"
        h={36}
        mt="sm"
        leftSection={<IconPlugConnected size={17} aria-hidden />}
      >
        {say.connect}
      </Button>
    </section>
  )
}
