import { Button, Group, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { dropCalendarFeed, makeCalendarFeed, readCalendarFeed } from '#domain/deadlines/contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { CopyField } from '#web/ui/copy-field.tsx'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'

const feedQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['calendar-feed', ownerId],
    queryFn: ({ signal }) => call(readCalendarFeed, { params: { ownerId }, signal }),
    staleTime: 0,
  })

/** The address at which a calendar program reads one's deadlines (H3). */
export function CalendarPart(): ReactNode {
  const { id: ownerId } = usePerson()
  const asked = useQuery(feedQuery(ownerId))
  const client = useQueryClient()
  const [url, setUrl] = useState<string | null>(null)
  const renew = () => client.invalidateQueries({ queryKey: feedQuery(ownerId).queryKey })
  const make = useMutation({
    mutationFn: () => call(makeCalendarFeed, { params: { ownerId }, body: {} }),
    onSuccess: async (made) => {
      setUrl(made.url)
      await renew()
    },
  })
  const drop = useMutation({
    mutationFn: () => call(dropCalendarFeed, { params: { ownerId } }),
    onSuccess: async () => {
      setUrl(null)
      await renew()
    },
  })
  const madeAt = asked.data?.madeAt ?? null
  const error = make.error ?? drop.error ?? asked.error
  return (
    <section className={classes['calendar']} aria-labelledby="calendar">
      <Text component="h3" size="sm" fw={600} id="calendar">
        {words.calendar}
      </Text>
      <Text size="xs" c="dimmed" mb="sm">
        {words.calendarExplained}
      </Text>
      {madeAt === null ? null : <Text size="sm">{words.calendarSince(longDate(madeAt.slice(0, 10)))}</Text>}
      {url === null ? null : (
        <>
          <CopyField label={words.calendarAddress} text={url} button={words.copy} />
          <Text size="xs" c="dimmed">
            {words.calendarOnce}
          </Text>
        </>
      )}
      <div role="alert">
        {error === null ? null : (
          <Text size="sm" c="var(--mantine-color-error)">
            {sayFault(error)}
          </Text>
        )}
      </div>
      {asked.data === undefined ? null : (
        <Group gap="sm" mt="sm">
          <Button size="xs" variant="default" loading={make.isPending} onClick={() => make.mutate()}>
            {madeAt === null ? words.calendarMake : words.calendarAnew}
          </Button>
          {madeAt === null ? null : (
            <>
              <Button size="xs" variant="subtle" color="gray" loading={drop.isPending} onClick={() => drop.mutate()}>
                {words.calendarDrop}
              </Button>
              <Text size="xs" c="dimmed">
                {words.calendarAnewExplained}
              </Text>
            </>
          )}
        </Group>
      )}
    </section>
  )
}
