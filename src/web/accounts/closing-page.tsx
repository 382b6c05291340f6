import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { keepAccount } from '#domain/accounts/closing-contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { signOutHere } from '#web/platform/session.ts'
import { setSession, useSession } from '#web/platform/session-store.ts'
import { Page } from '#web/ui/page.tsx'
import classes from './public-page.module.css'
import { words } from './words.ts'

/** All that the owner of an account that closes is shown (A10). */
export function ClosingPage(): ReactNode {
  const { person } = useSession()
  const navigate = useNavigate()
  const keep = useMutation({
    mutationFn: async () => {
      if (person === null) return
      await call(keepAccount, { params: { ownerId: person.id } })
      setSession({ person: { ...person, closesOn: null } })
      await navigate({ to: '/', replace: true })
    },
  })
  const leave = useMutation({ mutationFn: signOutHere })
  const fault = keep.error ?? leave.error
  return (
    <Page title={words.closingTitle} helpPage="closing" narrow>
      <section className={classes['card']}>
        <Text mb="md">{person?.closesOn ? words.closingLead(longDate(person.closesOn)) : null}</Text>
        <Group>
          <Button loading={keep.isPending} onClick={() => keep.mutate()}>
            {words.closingKeep}
          </Button>
          <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
            {words.closingSignOut}
          </Button>
        </Group>
        <Text role="alert" mt="sm">
          {fault === null ? '' : sayFault(fault)}
        </Text>
      </section>
    </Page>
  )
}
