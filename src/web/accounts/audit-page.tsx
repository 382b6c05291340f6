import { Button, Skeleton, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { auditTrail } from '#domain/accounts/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { ProfileFrame } from './profile-pages.tsx'
import { sayAct } from './audit-words.ts'
import classes from './profile-pages.module.css'
import { words } from './words.ts'

/** The owner's audit trail, newest first (A9). */
export function AuditPage(): ReactNode {
  const ownerId = usePerson().id
  const zone = useZone()
  const asked = useInfiniteQuery({
    queryKey: [ownerId, 'audit'],
    queryFn: ({ pageParam, signal }) => call(auditTrail, { params: { ownerId }, query: { after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  })
  const entries = asked.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <ProfileFrame title={words.auditTitle}>
      <Text size="sm" c="dimmed" mb="md">
        {words.auditExplained}
      </Text>
      {asked.isPending ? <Skeleton h={160} /> : null}
      {asked.error === null ? null : <Text role="alert">{sayFault(asked.error)}</Text>}
      {asked.isSuccess && entries.length === 0 ? <Text>{words.auditEmpty}</Text> : null}
      {entries.length === 0 ? null : (
        <ul className={classes['rows']}>
          {entries.map(({ id, at, by, byOwner, act, about }) => (
            <li key={id}>
              <Text size="sm">
                <strong>{byOwner ? words.you : <bdi>{by}</bdi>}</strong> {sayAct(act)}
                {about === '' ? null : (
                  <>
                    : <bdi>{about}</bdi>
                  </>
                )}
              </Text>
              <Text size="sm" c="dimmed" component="time" dateTime={at}>
                {sayMoment(at, zone)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {asked.hasNextPage ? (
        <Button variant="default" mt="md" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </ProfileFrame>
  )
}
