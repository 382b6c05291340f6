import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { showHundredths } from '#domain/hundredths.ts'
import { sayDoer } from '#domain/reviews/words.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { Comments } from './comment-form.tsx'
import { itemAppraisalQuery } from './review-queries.ts'
import styles from './reviews.module.css'
import { appraisalWords as say, readWords } from './words.ts'

/** What appraisers said of an item, in its window; nothing where it was never shared. */
export function ItemAppraisal({ id }: { readonly id: string }): ReactNode {
  const zone = useZone()
  const { data } = useQuery(itemAppraisalQuery(usePerson().id, id))
  if (data === undefined || data.openTo.length + data.comments.length + data.agreements.length === 0) return null
  return (
    <section aria-labelledby="item-appraisal">
      <h3 id="item-appraisal">{say.item}</h3>
      {data.openTo.length === 0 ? null : <p className={styles['quiet']}>{say.openTo(data.openTo)}</p>}
      {data.agreements.map((one) => (
        <p key={one.id}>
          {say.itemAgreed(sayDoer(one), amounts(one.counted, one.impact), sayMoment(one.at, zone))}{' '}
          {one.isChanged ? (
            <span className={styles['mark']} data-bad>
              {readWords.changedSince}
            </span>
          ) : null}
        </p>
      ))}
      <Comments comments={data.comments} />
    </section>
  )
}

const amounts = (counted: number | null, impact: number | null): string =>
  [counted, impact]
    .map((amount) => (amount === null ? '' : showHundredths(amount)))
    .filter((one) => one !== '')
    .join(' + ') || '0.00'
