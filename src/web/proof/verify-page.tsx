import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { downloadVerifier } from '#domain/accounts/chain-contract.ts'
import { chainKey } from '#domain/accounts/contract.ts'
import { addressOf } from '#domain/endpoint.ts'
import { call } from '#web/platform/call.ts'
import { Page } from '#web/ui/page.tsx'
import { VerifyPart } from './verify-part.tsx'
import { words as say } from './words.ts'

/** Anybody checks a proof here, signed in or not (A9). */
export function VerifyPage(): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['chain-key'],
    queryFn: ({ signal }) => call(chainKey, { signal }),
    staleTime: Infinity,
  })
  return (
    <Page title={say.verifyTitle} helpPage="proof" narrow>
      {data === undefined && error === null ? (
        <Loader aria-label={say.loading} role="status" m="15vh auto" display="block" />
      ) : (
        <>
          {error !== null && (
            <Alert color="yellow" variant="light" mb="md">
              {say.keyFailed}
            </Alert>
          )}
          <VerifyPart publicKey={data?.publicKey ?? ''} server={window.location.host} />
        </>
      )}
      <Group mt={40} mb="xs">
        <Button component="a" href={addressOf(downloadVerifier)} download variant="default" leftSection={<IconDownload size={18} />}>
          {say.verifyFile}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {say.verifyFileHelp}
      </Text>
    </Page>
  )
}
