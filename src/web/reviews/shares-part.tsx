import { Button, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { COLUMN_WORDS } from '#domain/portfolio/words.ts'
import { revokeShare, type ShareLine } from '#domain/reviews/share-contract.ts'
import { sayBy, sayDoer } from '#domain/reviews/words.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { CopyField } from '#web/ui/copy-field.tsx'
import { sayAgreed } from './agree-part.tsx'
import { sharesQuery } from './review-queries.ts'
import styles from './reviews.module.css'
import { Facts } from './shared-rows.tsx'
import { appraisalWords as say, appraiserWords, shareWords } from './words.ts'

/** One share: to whom, until when, whether it was read, and what they said and agreed (P25). */
export function OneShare({ share }: { readonly share: ShareLine }): ReactNode {
  const zone = useZone()
  const [asking, setAsking] = useState(false)
  const { forName, state, way, forEmail, endsOn, readAt, readings, appraiserName, comments, agreements } = share
  const facts: (readonly [string, string])[] = [
    ...share.facts,
    [say.columns, share.columns.map((column) => COLUMN_WORDS[column]).join(', ')],
    ...(share.parts.length === 0 ? [] : ([[say.parts, share.parts.map((part) => shareWords.partNames[part]).join(', ')]] as const)),
  ]
  return (
    <article aria-label={forName}>
      <Group justify="space-between" gap="xs">
        <div>
          <strong>{forName}</strong>{' '}
          <span className={styles['mark']} data-strong={state === 'open' || undefined}>
            {say.states[state]}
          </span>
          <p className={styles['quiet']}>
            {way === 'link' ? say.byLink : say.byAccount(forEmail)} · {say.until(endsOn)} · {say.rows(share.rows)}
          </p>
          <p className={styles['quiet']}>{readAt === null ? say.never : say.read(appraiserName, readings, sayMoment(readAt, zone))}</p>
        </div>
        {state === 'open' ? (
          <Button size="compact-sm" variant="default" aria-label={say.revokeOf(forName)} onClick={() => setAsking(true)}>
            {say.revoke}
          </Button>
        ) : null}
      </Group>
      {comments.length === 0 ? null : (
        <section aria-label={say.comments}>
          <h3>{say.comments}</h3>
          <ul className={styles['said']}>
            {comments.map((one) => (
              <li key={one.id}>
                <span className={styles['quiet']}>
                  {sayBy(one)}, {sayMoment(one.at, zone)} · {one.itemId === null ? say.onWhole : one.title === '' ? say.gone : one.title}
                </span>
                <p className={styles['words']}>{one.text}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {agreements.length === 0 ? null : (
        <section aria-label={say.agreements}>
          <h3>{say.agreements}</h3>
          <ul className={styles['said']}>
            {agreements.map((one) => (
              <li key={one.id}>
                {appraiserWords.agreement(sayDoer(one), sayAgreed(one, one.through), one.items.length)}
                {one.organisation === null ? null : ` (${one.organisation})`}
                <span className={styles['quiet']}>, {sayMoment(one.at, zone)}</span>
                {one.note === '' ? null : <p className={styles['words']}>{one.note}</p>}
                {one.changed.length === 0 ? null : (
                  <p>
                    <span className={styles['mark']} data-bad>
                      {say.changed(one.changedTitles.map((title) => (title === '' ? say.gone : title)))}
                    </span>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <details className={styles['more']}>
        <summary>{say.reads}</summary>
        <Facts facts={facts} />
        {share.url === null ? null : <CopyField label={shareWords.linkLabel} text={share.url} button={shareWords.copyLink} />}
      </details>
      {asking ? <Revoke share={share} onClose={() => setAsking(false)} /> : null}
    </article>
  )
}

function Revoke({ share, onClose }: { readonly share: ShareLine; readonly onClose: () => void }) {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const press = useMutation({
    mutationFn: () => call(revokeShare, { params: { ownerId, shareId: share.id } }),
    onSuccess: async () => {
      await client.invalidateQueries(sharesQuery(ownerId))
      notifications.show({ message: say.revoked })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={say.revokeOf(share.forName)}>
      <Text>{say.revokeSure}</Text>
      <div role="alert">{press.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(press.error)}</Text>}</div>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {say.keep}
        </Button>
        <Button color="red" loading={press.isPending} onClick={() => press.mutate()}>
          {say.revoke}
        </Button>
      </Group>
    </Modal>
  )
}
