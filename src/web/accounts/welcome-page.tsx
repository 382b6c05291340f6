import { Anchor, Group, Text, Title } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '#web/platform/session-store.ts'
import { Page } from '#web/ui/page.tsx'
import { DemoPeople } from './demo-people.tsx'
import classes from './public-page.module.css'
import { SignInForm } from './sign-in-form.tsx'
import { words } from './words.ts'

const route = getRouteApi('/welcome')

/** What somebody sees who is not signed in. The route leads on once they are. */
export function WelcomePage(): ReactNode {
  const { next } = route.useSearch()
  const { secondStep } = useSession()
  return (
    <Page title={words.welcomeTitle} helpPage="sign-in">
      <div className={classes['columns']}>
        <div>
          <div className={classes['lead']}>
            {words.whatItIs.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <DemoPeople />
        </div>
        <section className={classes['card']} aria-labelledby="sign-in">
          <Title order={2} id="sign-in" mb="sm">
            {words.signIn}
          </Title>
          {next === undefined ? null : (
            <Text size="sm" mb="sm">
              {words.goesOn}
            </Text>
          )}
          <SignInForm />
          {secondStep ? null : <OtherWays />}
        </section>
      </div>
    </Page>
  )
}

function OtherWays(): ReactNode {
  return (
    <>
      <Group justify="space-between" mt="md" gap="xs">
        <Anchor component={Link} to="/forgot" size="sm">
          {words.forgot}
        </Anchor>
        <Text size="sm">
          {words.noAccount}{' '}
          <Anchor component={Link} to="/register" search hash inherit>
            {words.register}
          </Anchor>
        </Text>
      </Group>
      <Text size="sm" c="dimmed" mt="xs">
        {words.notConfirmed}{' '}
        <Anchor component={Link} to="/check-email" inherit>
          {words.sendLinkAgain}
        </Anchor>
      </Text>
    </>
  )
}
