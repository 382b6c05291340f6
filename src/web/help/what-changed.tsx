import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useRef, type ReactNode } from 'react'
import { useChangePreferences, usePreferences } from '#web/platform/queries.ts'
import { useSession } from '#web/platform/session-store.ts'
import { openWindow } from '#web/ui/windows.ts'
import { words } from './words.ts'

/** Says once after an update that something changed; somebody new is told nothing (H1). */
export function WhatChanged(): ReactNode {
  const { version } = useSession().house
  const { newsSeen } = usePreferences()
  const { mutate } = useChangePreferences()
  const told = useRef(false)
  useEffect(() => {
    if (told.current || version === '' || newsSeen === version) return
    told.current = true
    mutate({ newsSeen: version })
    if (newsSeen === null) return
    const id = notifications.show({
      title: words.updated(version),
      message: (
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            notifications.hide(id)
            openWindow({ name: 'help', page: 'what-changed' })
          }}
        >
          {words.seeChanges}
        </Anchor>
      ),
      autoClose: false,
    })
  }, [mutate, newsSeen, version])
  return null
}
