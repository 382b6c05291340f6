import { Accordion, Button, Group, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { demoMailbox } from '#domain/accounts/contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { browserZone, sayMoment } from '#web/platform/zone.ts'
import { Page } from '#web/ui/page.tsx'
import classes from './mailbox-page.module.css'
import { words } from './words.ts'

/** Every message the demo would have sent. */
export function MailboxPage(): ReactNode {
  const asked = useQuery({
    queryKey: ['demo-mailbox'],
    queryFn: ({ signal }) => call(demoMailbox, { signal, background: true }),
    staleTime: 0,
    refetchInterval: 5000,
  })
  const messages = asked.data?.messages ?? []
  const none = asked.error instanceof CallFault && asked.error.code === 'not_found'
  return (
    <Page title={words.mailboxTitle} helpPage="sign-in" narrow>
      <Group justify="space-between" mb="md" wrap="nowrap" align="flex-start">
        <Text c="dimmed" size="sm">
          {none ? words.mailboxNone : words.mailboxExplained}
        </Text>
        {none ? null : (
          <Button variant="default" size="xs" onClick={() => void asked.refetch()}>
            {words.refresh}
          </Button>
        )}
      </Group>
      {asked.isPending ? <Loader size="sm" /> : null}
      {asked.error !== null && !none ? <Text role="alert">{sayFault(asked.error)}</Text> : null}
      {asked.isSuccess && messages.length === 0 ? <Text>{words.mailboxEmpty}</Text> : null}
      {messages.length === 0 ? null : (
        <Accordion variant="separated" defaultValue={messages[0]!.id} order={2}>
          {messages.map(({ id, to, subject, text, sentAt }) => (
            <Accordion.Item key={id} value={id}>
              <Accordion.Control>
                <Text fw={600}>{subject}</Text>
                <Text size="sm" c="dimmed">
                  {words.mailTo} {to} · {sayMoment(sentAt, browserZone())}
                </Text>
              </Accordion.Control>
              <Accordion.Panel>
                <div className={classes['text']}>{withLinks(text)}</div>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
    </Page>
  )
}

const withLinks = (text: string): ReactNode[] =>
  text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part}>
        {part}
      </a>
    ),
  )
