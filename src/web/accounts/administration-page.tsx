import { Button, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  becomeFirstAdministrator,
  CAIRN_ROLES,
  endCairnRole,
  giveCairnRole,
  listRoles,
  type CairnRole,
} from '#domain/accounts/role-contract.ts'
import { call } from '#web/platform/call.ts'
import { setSession, usePerson } from '#web/platform/session-store.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { Awaited } from '#web/ui/asked.tsx'
import { Page } from '#web/ui/page.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { roleWords } from './role-words.ts'
import { RolesCard } from './roles-card.tsx'

/** Who administers and publishes in this Cairn (A7). */
export function AdministrationPage(): ReactNode {
  const { id } = usePerson()
  const client = useQueryClient()
  const say = roleWords.administration
  const queryKey = [id, 'cairn-roles']
  const { data, error, refetch } = useQuery({ queryKey, queryFn: ({ signal }) => call(listRoles, { signal }), staleTime: 0 })
  const then = () => client.invalidateQueries({ queryKey })
  return (
    <Page title={say.title} helpPage="administration" narrow>
      {data !== undefined ? (
        <>
          <Text mb="md">{say.intro}</Text>
          <RolesCard
            title={say.holders}
            roles={CAIRN_ROLES}
            holders={data.holders}
            onGive={async (body) => {
              await call(giveCairnRole, { body: { ...body, role: body.role as CairnRole } })
              await then()
            }}
            onEnd={async (roleId, until) => {
              await call(endCairnRole, { params: { roleId }, body: { until } })
              await then()
            }}
          />
        </>
      ) : (
        <Awaited fault={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

const route = getRouteApi('/signed-in/first-administrator')

/** Opening the link from the terminal changes nothing; the button does (A7). */
export function FirstAdministratorPage(): ReactNode {
  const person = usePerson()
  const { token } = route.useSearch()
  const [done, setDone] = useState(false)
  const form = useForm(becomeFirstAdministrator.schema.body, { token })
  const say = roleWords.first
  const send = form.submit(async (body) => {
    await call(becomeFirstAdministrator, { params: { ownerId: person.id }, body })
    setSession({ person: { ...person, hasTraining: true } })
    setDone(true)
  })
  return (
    <Page title={say.title} helpPage="administration" narrow>
      {done ? (
        <Stack role="status" align="flex-start">
          <Text>{say.done}</Text>
          <Button component={Link} to="/administration">
            {say.on}
          </Button>
        </Stack>
      ) : token === '' ? (
        <Text>{say.noToken}</Text>
      ) : (
        <form onSubmit={send} noValidate>
          <Stack align="flex-start">
            <Text>{say.explained(person.name)}</Text>
            <FormFault form={form} />
            <Button type="submit" loading={form.busy}>
              {say.act}
            </Button>
          </Stack>
        </form>
      )}
    </Page>
  )
}
