import { Button, FileButton, Group, Text, Title } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { removePhoto, savePhoto } from '#domain/accounts/profile-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { setSession, usePerson } from '#web/platform/session-store.ts'
import { photoChanged, PersonPhoto } from '#web/ui/person-photo.tsx'
import classes from './profile-pages.module.css'
import { words } from './words.ts'

/** The owner's photo (A5). */
export function PhotoCard(): ReactNode {
  const person = usePerson()
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const params = { ownerId: person.id }
  const run = async (act: () => Promise<unknown>, hasPhoto: boolean) => {
    setBusy(true)
    setFault(null)
    try {
      await act()
      photoChanged()
      setSession({ person: { ...person, hasPhoto } })
    } catch (error) {
      setFault(sayFault(error))
    }
    setBusy(false)
  }
  const choose = (file: File | null) => {
    if (file === null) return
    const body = new FormData()
    body.append('photo', file)
    void run(() => call(savePhoto, { params, body }), true)
  }
  return (
    <section className={classes['card']} aria-labelledby="photo">
      <Group wrap="nowrap" align="center" gap="lg">
        <PersonPhoto person={person} size={72} />
        <div>
          <Title order={2} id="photo">
            {words.photo}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {words.photoExplained}
          </Text>
          <Group gap="xs">
            <FileButton accept="image/jpeg,image/png,image/webp" onChange={choose}>
              {(props) => (
                <Button {...props} variant="default" size="xs" loading={busy}>
                  {person.hasPhoto ? words.changePhoto : words.choosePhoto}
                </Button>
              )}
            </FileButton>
            {person.hasPhoto ? (
              <Button variant="subtle" size="xs" disabled={busy} onClick={() => void run(() => call(removePhoto, { params }), false)}>
                {words.removePhoto}
              </Button>
            ) : null}
          </Group>
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {fault}
          </Text>
        </div>
      </Group>
    </section>
  )
}
