import { currentSession as readSession, signIn, signOut, type SignedIn } from '#domain/accounts/contract.ts'
import { leaveSecondStep, passSecondStep } from '#domain/accounts/second-factor-contract.ts'
import type { z } from 'zod'
import { call } from './call.ts'
import { forgetAllDrafts, sendDrafts } from './drafts.ts'
import { queryClient } from './queries.ts'
import { answerWaiting, currentSession, setSession } from './session-store.ts'
import { forgetTheme } from './theme-choice.ts'

export async function openSession(): Promise<void> {
  setSession(await call(readSession, {}))
}

/** Whether the same person is back whose session had ended, or the code is owed (A3). Somebody else finds nothing of theirs. */
export async function signInHere(body: z.input<typeof signIn.schema.body>): Promise<'same' | 'other' | 'second step'> {
  const { person } = await call(signIn, { body })
  if (person !== null) return isIn(person)
  setSession({ secondStep: true })
  return 'second step'
}

export async function passSecondStepHere(body: z.input<typeof passSecondStep.schema.body>): Promise<'same' | 'other'> {
  return isIn((await call(passSecondStep, { body })).person)
}

/** Back to the password. */
export async function leaveSecondStepHere(): Promise<void> {
  await call(leaveSecondStep, {})
  setSession({ secondStep: false })
}

function isIn(person: SignedIn): 'same' | 'other' {
  const before = currentSession()
  const same = before.ended && before.person?.id === person.id
  if (!same) forgetEverything()
  setSession({ person, secondStep: false })
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
