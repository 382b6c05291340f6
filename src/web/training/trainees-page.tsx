import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { useState, type ReactNode } from 'react'
import { fold } from '#domain/fold.ts'
import type { TraineeAtAGlance, TraineeWait } from '#domain/training/roster-contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Page } from '#web/ui/page.tsx'
import { PersonPhoto } from '#web/ui/person-photo.tsx'
import { myTraineesQuery } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { Asked } from '#web/ui/asked.tsx'
import { Part } from './training-parts.tsx'

const say = words.trainees
/** What says that somebody falls behind. */
const LATE: ReadonlySet<TraineeWait> = new Set(['meetings overdue', 'behind'])
/** From so many on a name is searched for. */
const MANY = 8

/** A supervisor's trainees at a glance, and the programmes one has a role in (T14). */
export function TraineesPage(): ReactNode {
  const asked = useQuery(myTraineesQuery(usePerson().id))
  return (
    <Page title={say.title} helpPage="supervisors">
      <Asked asked={asked}>
        {({ trainees, programmes }) => (
          <>
            {programmes.length === 0 ? null : (
              <Part id="programmes" title={say.programmes}>
                <ul className={styles['rows']}>
                  {programmes.map(({ id, title, roles }) => (
                    <li key={id}>
                      <Link to="/programmes/$programmeId" params={{ programmeId: id }}>
                        {title}
                      </Link>
                      <span className={styles['quiet']}>{roles.join(', ')}</span>
                    </li>
                  ))}
                </ul>
              </Part>
            )}
            {trainees.length > 0 ? (
              <List trainees={trainees} />
            ) : programmes.length === 0 ? (
              <State icon={<IconUsers size={28} />} title={say.none} text={say.noneText} />
            ) : null}
          </>
        )}
      </Asked>
    </Page>
  )
}

function List({ trainees }: { readonly trainees: readonly TraineeAtAGlance[] }): ReactNode {
  const [search, setSearch] = useState('')
  const shown = trainees.filter(({ name }) => fold(name).includes(fold(search)))
  return (
    <>
      {trainees.length < MANY ? null : (
        <div className={styles['tools']}>
          <TextInput
            type="search"
            aria-label={say.search}
            placeholder={say.search}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </div>
      )}
      <section className={styles['card']} aria-label={say.title}>
        {shown.length === 0 ? <p className={styles['quiet']}>{say.noMatch}</p> : null}
        <ul className={styles['rows']}>
          {shown.map((trainee) => (
            <li key={trainee.ownerId}>
              <One trainee={trainee} />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function One({ trainee }: { readonly trainee: TraineeAtAGlance }): ReactNode {
  const { ownerId, name, hasPhoto, programme, year, enrolment, relations, waits } = trainee
  return (
    <>
      <Link to="/record/$ownerId" params={{ ownerId }} className={`${styles['trainee']} ${styles['main']}`}>
        <PersonPhoto person={{ name, id: ownerId, hasPhoto }} size={40} />
        <span>
          <bdi className={styles['name']}>{name}</bdi>
          <br />
          <span className={styles['quiet']}>{[year, programme].filter((part) => part !== null && part !== '').join(', ')}</span>
        </span>
      </Link>
      <span className={`${styles['acts']} ${styles['waits']}`}>
        {waits.map(({ what, count }) => (
          <span key={what} className={styles['mark']} data-strong={!LATE.has(what) || undefined} data-bad={LATE.has(what) || undefined}>
            {say.waits(count, what)}
          </span>
        ))}
        <Link to="/record/$ownerId/brief" params={{ ownerId }} aria-label={say.briefOf(name)}>
          {say.brief}
        </Link>
        {enrolment === 'frozen' ? (
          <span className={styles['mark']} data-bad>
            {say.frozen}
          </span>
        ) : null}
        {relations.map(({ relation, from, until, graceDaysLeft }) => (
          <span key={relation + from} className={styles['quiet']}>
            {words.relations[relation]}, {graceDaysLeft === null ? say.until(until) : say.grace(graceDaysLeft)}
          </span>
        ))}
      </span>
    </>
  )
}
