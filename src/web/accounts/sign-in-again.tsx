import { Anchor, Modal, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { signOutHere } from '#web/platform/session.ts'
import { setSession, useSession } from '#web/platform/session-store.ts'
import { DemoPeople } from './demo-people.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { words } from './words.ts'

/** Over the page whose session ended: what was typed stays behind it, and what was asked goes on afterwards (P20). */
export function SignInAgain(): ReactNode {
  const { person } = useSession()
  const router = useRouter()
  const paused = useTypingPaused()
  if (person === null || !paused) return null
  const leave = () => void signOutHere().catch(() => setSession({ person: null, ended: false }))
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.againTitle}
      zIndex={400}
      centered
    >
      {/* Not a field: what is still being typed would go into it. */}
      <Text size="sm" mb="md" tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
        {words.againExplained}
      </Text>
      <SignInForm
        email={person.email}
        deviceIsMine={person.deviceIsMine}
        onSignedIn={(who) => {
          if (who === 'other') void router.navigate({ to: '/' })
        }}
      />
      <DemoPeople only={person.email} />
      <Anchor component="button" type="button" size="sm" mt="md" onClick={leave}>
        {words.againLeave}
      </Anchor>
    </Modal>
  )
}

const PAUSE_MS = 1500

/** Whoever is in the middle of a sentence is not interrupted: true once no key was pressed for a moment. */
function useTypingPaused(): boolean {
  const [paused, setPaused] = useState(() => !isTyping())
  useEffect(() => {
    if (paused) return
    let timer = setTimeout(() => setPaused(true), PAUSE_MS)
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setPaused(true), PAUSE_MS)
    }
    window.addEventListener('keydown', later, true)
    window.addEventListener('input', later, true)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('keydown', later, true)
      window.removeEventListener('input', later, true)
    }
  }, [paused])
  return paused
}

const isTyping = (): boolean => document.activeElement?.matches('input, textarea, [contenteditable="true"]') === true
