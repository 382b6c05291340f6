import { useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { tourOffered } from '#domain/help/tours.ts'
import { preferencesQuery } from '#web/platform/queries.ts'
import { useSession } from '#web/platform/session-store.ts'
import { patiently } from '#web/ui/patiently.ts'
import { useTourAsked } from '#web/ui/tour-place.ts'
import { useOpenWindow } from '#web/ui/windows.ts'

const Notifications = lazy(patiently(async () => ({ default: (await import('#web/ui/notices.ts')).Notifications })))
const SettingsWindow = lazy(patiently(async () => ({ default: (await import('#web/accounts/settings-window.tsx')).SettingsWindow })))
const HelpWindow = lazy(patiently(async () => ({ default: (await import('#web/help/help-window.tsx')).HelpWindow })))
const SignInAgain = lazy(patiently(async () => ({ default: (await import('#web/accounts/sign-in-again.tsx')).SignInAgain })))
const Tours = lazy(patiently(async () => ({ default: (await import('#web/help/tours.tsx')).Tours })))
const WhatChanged = lazy(patiently(async () => ({ default: (await import('#web/help/what-changed.tsx')).WhatChanged })))

/** What stands around every page: the windows any page can open, and what follows the person from page to page. */
export function Shell(): ReactNode {
  const { person, ended, house } = useSession()
  const window = useOpenWindow()
  const router = useRouter()
  const before = useRef(person?.id)
  useEffect(() => {
    if (before.current === person?.id) return
    before.current = person?.id
    if (person?.id === undefined) void router.navigate({ to: '/welcome' })
    else void router.invalidate()
  }, [person?.id, router])
  const preferences = useQuery({ ...preferencesQuery(person?.id ?? ''), enabled: person?.closesOn === null }).data
  const { setColorScheme } = useMantineColorScheme()
  const chosen = preferences?.theme
  useEffect(() => {
    if (chosen !== undefined) setColorScheme(chosen)
  }, [chosen, setColorScheme])
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const offered = preferences !== undefined && tourOffered(path, preferences.toursSeen) !== null
  // Once needed they stay: a tour goes on when it counts as seen.
  const asked = useTourAsked()
  const [tours, setTours] = useState(false)
  if ((offered || asked) && !tours) setTours(true)
  return (
    <>
      <Outlet />
      <Suspense fallback={null}>
        <Notifications className="cairn-notices" position="bottom-left" autoClose={7000} limit={3} />
        {window?.name === 'settings' && person !== null ? <SettingsWindow key={person.id} tab={window.tab} /> : null}
        {window?.name === 'help' ? <HelpWindow key={window.page} page={window.page} /> : null}
        {ended ? <SignInAgain /> : null}
        {preferences !== undefined && preferences.newsSeen !== house.version ? <WhatChanged /> : null}
      </Suspense>
      <Suspense>{tours && preferences !== undefined && person !== null ? <Tours key={person.id} /> : null}</Suspense>
    </>
  )
}
