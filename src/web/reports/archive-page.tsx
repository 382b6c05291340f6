import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { downloadArchive, readArchive, requestArchive, type Archive } from '#domain/reports/archive-contract.ts'
import { ProfileFrame } from '#web/accounts/profile-pages.tsx'
import { addressOf, call, sayFault } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { saySize } from '#web/portfolio/say-size.ts'
import { archivePageWords as say } from './archive-page-words.ts'

const POLL_MS = 700
const isUnderWay = (archive: Archive | null | undefined) => archive?.state === 'waiting' || archive?.state === 'working'

/** Everything the owner has, in one ZIP (R6, A10). */
export function ArchivePage(): ReactNode {
  const ownerId = usePerson().id
  const key = [ownerId, 'archive']
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(readArchive, { params: { ownerId }, signal, background: true }),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.archive) ? POLL_MS : false),
  })
  const ask = useMutation({
    mutationFn: () => call(requestArchive, { params: { ownerId }, body: { id: newId() } }),
    onSuccess: (archive) => queryClient.setQueryData(key, { archive }),
  })
  const fault = ask.error ?? (data === undefined ? error : null)
  const archive = data?.archive ?? null
  return (
    <ProfileFrame title={say.title} helpPage="archive">
      <Stack gap="md" maw={640}>
        <Text>{say.intro}</Text>
        <Text>{say.careful}</Text>
        {fault !== null && (
          <Alert color="red" role="alert">
            {sayFault(fault)}
          </Alert>
        )}
        {archive !== null && <State archive={archive} />}
        {data !== undefined && (
          <Group>
            {archive?.state === 'ready' && (
              <Button component="a" href={addressOf(downloadArchive, { ownerId })} download>
                {say.download}
              </Button>
            )}
            {!isUnderWay(archive) && (
              <Button variant={archive?.state === 'ready' ? 'default' : 'filled'} loading={ask.isPending} onClick={() => ask.mutate()}>
                {archive === null ? say.make : say.again}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </ProfileFrame>
  )
}

function State({ archive }: { readonly archive: Archive }): ReactNode {
  const zone = useZone()
  const { state, progress, reason, until, sizeBytes } = archive
  if (state === 'failed')
    return (
      <Alert color="red" role="alert">
        {reason}
      </Alert>
    )
  return (
    <>
      {state !== 'ready' && <Progress value={progress * 100} animated striped size="lg" aria-label={say.progress} />}
      <Text role="status">
        {state !== 'ready'
          ? say.making
          : say.ready(archive.items, archive.files, saySize(sizeBytes ?? 0), until === null ? '' : sayMoment(until, zone))}
      </Text>
      {archive.missing > 0 && (
        <Alert color="yellow" variant="light">
          {say.missing(archive.missing)}
        </Alert>
      )}
    </>
  )
}
