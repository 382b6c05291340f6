import { Button, Group, Modal, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { assessSelf, NewSelfAssessment, type CurriculumPage } from '#domain/curriculum/contract.ts'
import { call } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { useForm } from '#web/ui/use-form.ts'
import styles from './curriculum.module.css'
import { curriculumChanged } from './curriculum-queries.ts'
import type { ItemView } from './item-view.ts'
import { LevelChoice } from './level-choice.tsx'
import { words } from './words.ts'

const say = words.assess
const Kept = z.object({ level: z.string(), why: z.string() })

interface Props {
  readonly view: ItemView
  readonly page: CurriculumPage
  /** What was written last, to go on from. */
  readonly before: { readonly level: string; readonly why: string } | undefined
  readonly onClose: () => void
}

/** What the pen opens: the level, and why the evidence supports it (T7). */
export function AssessWindow({ view, page, before, onClose }: Props): ReactNode {
  const { item } = view
  const ownerId = page.person.id
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const start = { level: before?.level ?? '', why: before?.why ?? '' }
  const form = useForm(NewSelfAssessment, start)
  const { values } = form
  const dirty = values.level !== start.level || values.why !== start.why
  const title = say.title(item.code, item.title)
  const draft = useDraft(
    `self-assessment/${ownerId}/${page.curriculum.id}/${item.code}`,
    { ...values, title },
    {
      enabled: dirty,
      onRestore: (kept) => {
        const read = Kept.safeParse(kept)
        if (read.success) form.setValues(read.data)
      },
    },
  )
  return (
    <Modal opened onClose={onClose} title={title} size="42rem">
      <form
        noValidate
        onSubmit={form.submit(async (body) => {
          await call(assessSelf, { params: { ownerId, code: item.code }, body: { id, ...body } })
          await draft.discard()
          await curriculumChanged(client, ownerId)
          notifications.show({ message: say.saved })
          onClose()
        })}
      >
        <Stack gap="md">
          {draft.restored && dirty ? (
            <div className={styles['notice']} role="status">
              {say.draftBack}
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => {
                  form.setValues(start)
                  void draft.discard()
                }}
              >
                {say.discard}
              </Button>
            </div>
          ) : null}
          <LevelChoice
            item={item}
            label={say.level}
            value={values.level}
            year={page.year?.code}
            error={form.faults['level']}
            onChange={(level) => form.set('level', level)}
          />
          <GuardedText
            name="why"
            label={say.why}
            description={say.whyHint}
            value={values.why}
            error={form.faults['why']}
            minRows={4}
            maxRows={16}
            kind="anything else"
            onText={(why) => form.set('why', why)}
          />
          <FormFault form={form} />
          <Group justify="flex-end" gap="sm">
            <DraftMark state={dirty ? draft.state : 'none'} />
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={form.busy}>
              {say.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
