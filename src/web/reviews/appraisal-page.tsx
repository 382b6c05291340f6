import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Page } from '#web/ui/page.tsx'
import { sharesQuery, yearsQuery, type Shares } from './review-queries.ts'
import styles from './reviews.module.css'
import { YearPart } from './year-part.tsx'
import { OneShare } from './shares-part.tsx'
import { appraisalWords as say } from './words.ts'

/** The owner's appraisal: what is shared, and what was said of it. */
export function AppraisalPage(): ReactNode {
  const ownerId = usePerson().id
  const years = useQuery(yearsQuery(ownerId))
  const asked = useQuery(sharesQuery(ownerId))
  return (
    <Page title={say.title} helpPage="appraisal">
      <Asked asked={years}>{(data) => <YearPart years={data} />}</Asked>
      <Asked asked={asked}>{(data) => <SharesParts {...data} />}</Asked>
    </Page>
  )
}

function SharesParts({ shares, withMe }: Shares) {
  return (
    <>
      <section className={styles['card']} aria-labelledby="shares">
        <h2 id="shares">{say.shares}</h2>
        <p className={styles['quiet']}>{say.sharesText}</p>
        {shares.length === 0 ? <p>{say.none}</p> : null}
        <ul className={styles['rows']}>
          {shares.map((share) => (
            <li key={share.id}>
              <div className={styles['wide']}>
                <OneShare share={share} />
              </div>
            </li>
          ))}
        </ul>
        <Button component={Link} to="/portfolio" variant="light" size="compact-md" fz="sm" mt="sm">
          {say.toPortfolio}
        </Button>
      </section>
      {withMe.length === 0 ? null : (
        <section className={styles['card']} aria-labelledby="with-me">
          <h2 id="with-me">{say.withMe}</h2>
          <p className={styles['quiet']}>{say.withMeText}</p>
          <ul className={styles['said']}>
            {withMe.map((one) => (
              <li key={one.id}>
                <Link to={one.path as '/'} aria-label={say.openOf(one.name)}>
                  {one.name}
                </Link>{' '}
                <span className={styles['quiet']}>{say.until2(one.endsOn)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
