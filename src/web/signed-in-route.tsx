import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { catalogueQuery, preferencesQuery, profileQuery, queryClient } from '#web/platform/queries.ts'
import { currentSession, useSession } from '#web/platform/session-store.ts'
import { NotFoundPage } from '#web/ui/error-pages.tsx'
import { signInBefore } from '#web/accounts/next-page.ts'
import { Shell } from './shell.tsx'

/** Above every page. */
export const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

/** Above every page of who is signed in. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ location }) => {
    if (currentSession().person === null) throw redirect({ href: signInBefore(location.href), replace: true })
    if (currentSession().person?.closesOn !== null) throw redirect({ to: '/closing', replace: true })
  },
  loader: async () => {
    const { person } = currentSession()
    if (person === null) return
    void queryClient.prefetchQuery(profileQuery(person.id))
    void queryClient.prefetchQuery(catalogueQuery)
    await queryClient.ensureQueryData(preferencesQuery(person.id))
  },
  component: SignedInPages,
})

/** Nothing of one person's pages outlives their session on this page. */
function SignedInPages(): ReactNode {
  const { person } = useSession()
  return person === null ? null : <Outlet key={person.id} />
}
