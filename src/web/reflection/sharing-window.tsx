import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { shareReflection, type Sharing } from '#domain/assessments/reflection-contract.ts'
import type { Audience } from '#domain/assessments/shares.ts'
import { FilledRead } from '#web/assessments/filled-read.tsx'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { tell } from '#web/training/tell.ts'
import { Asked } from '#web/ui/asked.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { reflectionChanged, sharingQuery } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { words } from './words.ts'

const say = words.sharing

interface Props {
  readonly ownerId: string
  readonly itemId: string
  readonly onClose: () => void
}

/** Whom a reflection is shared with: shows first what will be read, and by whom (F8). */
export function SharingWindow(props: Props): ReactNode {
  const asked = useQuery(sharingQuery(props.ownerId, props.itemId))
  return (
    <Modal opened onClose={props.onClose} title={say.title} size="lg">
      <Asked asked={asked}>{(sharing) => <Choose {...props} sharing={sharing} />}</Asked>
    </Modal>
  )
}

function Choose({ ownerId, itemId, sharing, onClose }: Props & { readonly sharing: Sharing }): ReactNode {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<readonly Audience[]>(sharing.sharedWith)
  const [isShown, setShown] = useState(false)
  const isNew = chosen.some((audience) => !sharing.sharedWith.includes(audience))
  const save = useMutation({
    mutationFn: () => call(shareReflection, { params: { ownerId, itemId }, body: { with: [...chosen], isShown } }),
    onSuccess: async () => {
      await reflectionChanged(client, ownerId)
      tell(say.saved)
      onClose()
    },
  })
  const atShown = save.error instanceof CallFault ? save.error.fields.find(({ path }) => path === 'isShown')?.message : undefined
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="md">
        <Checkbox.Group
          label={say.whom}
          value={[...chosen]}
          onChange={(value) => {
            setChosen(value)
            save.reset()
          }}
        >
          <Stack gap="sm" mt="xs">
            {sharing.audiences.map(({ audience, readers }) => (
              <Checkbox
                key={audience}
                value={audience}
                label={say.audiences[audience]}
                description={
                  readers.length === 0 ? say.nobodyToday : readers.map(({ name, relation }) => `${name}, ${relation}`).join('; ')
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {sharing.linkedTo.length === 0 ? null : <p className={styles['notice']}>{say.linked(sharing.linkedTo.join(', '))}</p>}
        <section aria-labelledby="reads" className={styles['reads']}>
          <h3 id="reads">{say.reads}</h3>
          <FilledRead filled={sharing.opens} none={say.nothing} />
          <p className={styles['quiet']}>{say.andMore}</p>
        </section>
        {isNew ? (
          <Checkbox
            label={say.shown}
            checked={isShown}
            error={atShown}
            onChange={({ currentTarget }) => {
              setShown(currentTarget.checked)
              save.reset()
            }}
          />
        ) : null}
        <p className={styles['quiet']}>{say.end}</p>
        <FormFault form={{ fault: save.error === null || atShown !== undefined ? null : sayFault(save.error), wait: 0 }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {say.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
