import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import styles from './forms.module.css'
import { roundsQuery } from './round-queries.ts'
import { roundWords as say } from './round-words.ts'
import tickets from './tickets.module.css'

/** Rounds of feedback that are not over: how far each is (F5). */
export function RoundsPart({ ownerId }: { readonly ownerId: string }): ReactNode {
  const rounds = useQuery(roundsQuery(ownerId)).data?.rounds.filter(({ state }) => state !== 'released' && state !== 'set aside') ?? []
  if (rounds.length === 0) return null
  return (
    <section className={styles['card']} aria-labelledby="rounds" style={{ marginBottom: 14 }}>
      <div className={styles['head']}>
        <h2 id="rounds">{say.title}</h2>
      </div>
      {rounds.map(({ itemId, title, eventOn, state, answered, asked, closesOn }) => (
        <div key={itemId} className={tickets['ticket']}>
          <div>
            <span className={styles['mark']}>{say.states[state]}</span> {state === 'preparing' ? '' : say.answered(answered, asked)}
            {state === 'open' && closesOn !== null ? `, ${say.closes(closesOn)}` : ''}
          </div>
          <Anchor
            component={Link}
            to="/record/$ownerId/entries/$itemId"
            params={{ ownerId, itemId } as never}
            aria-label={say.openNamed(title, eventOn)}
          >
            {say.open}
          </Anchor>
        </div>
      ))}
    </section>
  )
}
