import { currentSession as readSession, signIn, signOut } from '#domain/accounts/contract.ts'
import type { z } from 'zod'
import { call } from './call.ts'
import { forgetAllDrafts, sendDrafts } from './drafts.ts'
import { queryClient } from './queries.ts'
import { answerWaiting, currentSession, setSession } from './session-store.ts'
import { forgetTheme } from './theme-choice.ts'

export async function openSession(): Promise<void> {
  setSession(await call(readSession, {}))
}

/** Whether the same person is back whose session had ended. Somebody else finds nothing of theirs. */
export async function signInHere(body: z.input<typeof signIn.schema.body>): Promise<'same' | 'other'> {
  const before = currentSession()
  const { person } = await call(signIn, { body })
  const same = before.ended && before.person?.id === person.id
  if (!same) forgetEverything()
  setSession({ person })
  answerWaiting(same)
  return same ? 'same' : 'other'
}

export async function signOutHere(): Promise<void> {
  if (!currentSession().ended) await sendDrafts()
  await call(signOut, {})
  forgetEverything()
  setSession({ person: null })
  answerWaiting(false)
}

/** Signing out leaves nothing of the person on the page or the device (P20). */
function forgetEverything(): void {
  queryClient.clear()
  forgetAllDrafts()
  forgetTheme()
}
