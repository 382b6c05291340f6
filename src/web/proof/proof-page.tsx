import { Button, Group, Text, Title } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { downloadProof, readChain, type ChainView, type SignedEntry } from '#domain/accounts/chain-contract.ts'
import { proofWords } from '#domain/accounts/proof-words.ts'
import { addressOf } from '#domain/endpoint.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { Asked } from '#web/ui/asked.tsx'
import { CopyField } from '#web/ui/copy-field.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import styles from './proof-page.module.css'
import { words as say } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/proof')

export const chainQuery = (ownerId: string) =>
  queryOptions({ queryKey: [ownerId, 'chain'], queryFn: ({ signal }) => call(readChain, { params: { ownerId }, signal }) })

/** What was signed, and its proof (A9). */
export function ProofPage(): ReactNode {
  const { ownerId } = route.useParams()
  const asked = useQuery(chainQuery(ownerId))
  const isMine = usePerson().id === ownerId
  return (
    <RecordFrame
      ownerId={ownerId}
      title={isMine || asked.data === undefined ? say.title : say.titleOf(asked.data.name)}
      helpPage="proof"
      failed={asked.error !== null}
      reading
    >
      <Text size="sm" c="dimmed" mb="lg">
        {say.intro}
      </Text>
      <Asked asked={asked}>{(chain) => <Chain ownerId={ownerId} chain={chain} />}</Asked>
    </RecordFrame>
  )
}

function Chain({ ownerId, chain }: { readonly ownerId: string; readonly chain: ChainView }): ReactNode {
  const zone = useZone()
  const { head, signed, can } = chain
  if (head === null) {
    return (
      <>
        <Title order={2} size="h4" mb={4}>
          {say.none}
        </Title>
        <Text mb="lg">{say.noneText}</Text>
        <CheckLink />
      </>
    )
  }
  return (
    <>
      <Group mb="xs">
        {can.download === null && (
          <Button component="a" href={addressOf(downloadProof, { ownerId })} download leftSection={<IconDownload size={18} />}>
            {say.download}
          </Button>
        )}
        <CheckLink />
      </Group>
      {can.download === null ? (
        <Text size="sm" c="dimmed" mb="xl">
          {say.downloadHelp}
        </Text>
      ) : (
        <Text size="sm" c="dimmed" mb="xl">
          {say.onlyHead}
        </Text>
      )}
      <Title order={2} size="h4" mb={4}>
        {say.headTitle}
      </Title>
      <Text>{`${say.headCount(head.number)} ${say.headAt(sayMoment(head.at, zone))}`}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {say.headKeep}
      </Text>
      <CopyField label={say.headLabel} text={head.line} button={say.copy} />
      {signed !== null && (
        <>
          <Title order={2} size="h4" mt="xl" mb="xs">
            {say.signedTitle}
          </Title>
          <ol className={styles.list}>
            {signed.map((entry) => (
              <Entry key={entry.number} entry={entry} zone={zone} />
            ))}
          </ol>
        </>
      )}
    </>
  )
}

const CheckLink = (): ReactNode => (
  <Button component={Link} to="/verify" variant="default">
    {say.check}
  </Button>
)

function Entry({ entry: { number, kind, at, says, by, erased }, zone }: { readonly entry: SignedEntry; readonly zone: string }): ReactNode {
  return (
    <li className={styles.entry} value={number}>
      <span className={styles.what}>
        {proofWords.signed[kind]}
        {says === null ? '' : `: ${says}`}
        {erased && <Text component="span" fs="italic">{` (${say.erased})`}</Text>}
      </span>
      <Text component="span" size="sm" c="dimmed">
        {[sayMoment(at, zone), ...(by === null ? [] : [say.by(by)]), say.link(number)].join(' · ')}
      </Text>
    </li>
  )
}
