import { Text, Title, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState, type ReactNode } from 'react'
import { demoPeople } from '#domain/accounts/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { signInHere } from '#web/platform/session.ts'
import { useSession } from '#web/platform/session-store.ts'
import { PersonPhoto } from '#web/ui/person-photo.tsx'
import classes from './public-page.module.css'
import { words } from './words.ts'

/** The people of the demo, each signed in as with one click. Nothing outside the demo. */
export function DemoPeople({ only }: { readonly only?: string }): ReactNode {
  const { demo } = useSession().house
  const asked = useQuery({ queryKey: ['demo-people'], queryFn: () => call(demoPeople, {}), enabled: demo, staleTime: Infinity })
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const people = asked.data?.people.filter(({ email }) => only === undefined || email === only) ?? []
  if (people.length === 0) return null
  const groups = [...Map.groupBy(people, ({ group }) => group)]
  const enter = (email: string, password: string) => {
    setBusy(true)
    setFault(null)
    signInHere({ email, password, deviceIsMine: false })
      .catch((error: unknown) => setFault(sayFault(error)))
      .finally(() => setBusy(false))
  }
  return (
    <section aria-labelledby="demo-people">
      <Title order={2} id="demo-people" mt="md">
        {words.demoTitle}
      </Title>
      <Text size="sm" c="dimmed" mt={4}>
        {words.demoExplained}
      </Text>
      <div role="alert">{fault === null ? null : <Text c="var(--mantine-color-error)">{fault}</Text>}</div>
      {groups.map(([group, some]) => (
        <Fragment key={group}>
          {only === undefined ? (
            <Title order={3} size="h5" mt="md">
              {group}
            </Title>
          ) : null}
          <ul className={classes['people']}>
            {some.map(({ name, role, email, password }) => (
              <li key={email}>
                <UnstyledButton className={classes['person']} disabled={busy} onClick={() => enter(email, password)}>
                  <PersonPhoto person={{ name }} size={36} />
                  <span className={classes['names']}>
                    <VisuallyHidden>{words.demoSignInAs} </VisuallyHidden>
                    <span>{name} </span>
                    <span className={classes['role']}>{role}</span>
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </section>
  )
}
