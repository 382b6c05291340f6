import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { readSecondFactor } from '#domain/accounts/second-factor-contract.ts'
import { FEW_CODES } from '#domain/accounts/second-factor.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import classes from './profile-pages.module.css'
import { NewCodesWindow, TurnOffWindow, TurnOnWindow } from './second-factor-windows.tsx'
import { secondFactorWords as say } from './second-factor-words.ts'

/** The second factor, on the page of sign-in security (A3). */
export function SecondFactorCard(): ReactNode {
  const ownerId = usePerson().id
  const zone = useZone()
  const queryKey = [ownerId, 'second-factor']
  const asked = useQuery({ queryKey, queryFn: ({ signal }) => call(readSecondFactor, { params: { ownerId }, signal }) })
  const [open, setOpen] = useState<'on' | 'off' | 'codes' | null>(null)
  const [said, setSaid] = useState('')
  const begin = (what: 'on' | 'off' | 'codes') => {
    setSaid('')
    setOpen(what)
  }
  const close = (news: string | null) => {
    setOpen(null)
    if (news === null) return
    setSaid(news)
    void queryClient.invalidateQueries({ queryKey })
  }
  const { data } = asked
  return (
    <section className={classes['card']} aria-labelledby="second-factor">
      <Title order={2} id="second-factor" mb="xs">
        {say.title}
      </Title>
      {asked.error === null ? null : <Text role="alert">{sayFault(asked.error)}</Text>}
      {asked.isPending ? <Skeleton h={64} /> : null}
      {data?.onSince === null ? (
        <>
          <Text size="sm" mb="xs">
            {say.offLead}
          </Text>
          <Text size="sm" c="dimmed" mb="sm">
            {say.offNeeds}
          </Text>
          <Button variant="default" onClick={() => begin('on')}>
            {say.turnOn}
          </Button>
        </>
      ) : null}
      {typeof data?.onSince === 'string' ? (
        <>
          <Text size="sm" mb="sm">
            {say.on(sayMoment(data.onSince, zone))}{' '}
            <Text span inherit {...(data.codesLeft <= FEW_CODES ? { fw: 600 } : {})}>
              {say.codesLeft(data.codesLeft)} {data.codesLeft > 0 && data.codesLeft <= FEW_CODES ? say.fewLeft : ''}
            </Text>
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={() => begin('codes')}>
              {say.newCodes}
            </Button>
            <Button variant="default" onClick={() => begin('off')}>
              {say.turnOff}
            </Button>
          </Group>
        </>
      ) : null}
      <Text role="status" size="sm" mt="xs">
        {said}
      </Text>
      {open === 'on' ? <TurnOnWindow onClose={close} /> : null}
      {open === 'off' ? <TurnOffWindow onClose={close} /> : null}
      {open === 'codes' ? <NewCodesWindow onClose={close} /> : null}
    </section>
  )
}
