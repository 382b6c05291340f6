import { Button, Checkbox, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { chooseSpecialties } from '#domain/learning/contract.ts'
import { SPECIALTIES, type Specialty } from '#domain/learning/module-file.ts'
import { SPECIALTY_WORDS } from '#domain/learning/words.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { learningQuery } from './learning-queries.ts'
import styles from './learning-page.module.css'
import { words } from './words.ts'

interface Props {
  readonly chosen: readonly Specialty[]
  readonly onClose: () => void
}

/** The specialties whose new modules are shown first (L9). */
export function SpecialtyChooser({ chosen, onClose }: Props): ReactNode {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const [wanted, setWanted] = useState<readonly string[]>(chosen)
  const save = useMutation({
    mutationFn: () =>
      call(chooseSpecialties, { params: { ownerId }, body: { specialties: SPECIALTIES.filter((one) => wanted.includes(one)) } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: learningQuery(ownerId).queryKey })
      onClose()
    },
    onError: sayFailed,
  })
  return (
    <Modal opened onClose={onClose} title={words.specialties.title} yOffset="8vh">
      <Text size="sm" c="dimmed" mb="md">
        {words.specialties.explain}
      </Text>
      <Checkbox.Group aria-label={words.specialties.title} value={[...wanted]} onChange={setWanted}>
        <div className={styles.choices}>
          {SPECIALTIES.map((one) => (
            <Checkbox key={one} value={one} label={SPECIALTY_WORDS[one]} />
          ))}
        </div>
      </Checkbox.Group>
      <Group mt="lg" justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {words.save}
        </Button>
      </Group>
    </Modal>
  )
}
