import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { returnShared, takeCommentDown, type EditedReflection } from '#domain/assessments/collection-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { tell } from '#web/training/tell.ts'
import { Asked } from '#web/ui/asked.tsx'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { EditWindow } from './edit-window.tsx'
import { toEditQuery } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { words } from './words.ts'

const say = words.edit

/** What was offered to the shared collections, for an editor of the college (F6). */
export function EditorPage(): ReactNode {
  const asked = useQuery(toEditQuery)
  const [open, setOpen] = useState<{ readonly what: 'edit' | 'return'; readonly one: EditedReflection } | null>(null)
  return (
    <CollegeFrame title={say.title} helpPage="reflection" failed={asked.error !== null} reading>
      <Asked asked={asked}>
        {({ offered, published }) => (
          <>
            <p className={styles['lead']}>{say.intro}</p>
            <Some id="waiting" title={say.waiting} none={say.none} of={offered} onEdit={(one) => setOpen({ what: 'edit', one })}>
              {(one) => (
                <Button variant="subtle" color="gray" size="xs" onClick={() => setOpen({ what: 'return', one })}>
                  {say.return}
                </Button>
              )}
            </Some>
            <Some
              id="published"
              title={say.published}
              none={say.nonePublished}
              of={published}
              onEdit={(one) => setOpen({ what: 'edit', one })}
            >
              {(one) => <Comments one={one} />}
            </Some>
          </>
        )}
      </Asked>
      {open?.what === 'edit' ? <EditWindow one={open.one} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'return' ? <ReturnWindow one={open.one} onClose={() => setOpen(null)} /> : null}
    </CollegeFrame>
  )
}

interface SomeProps {
  readonly id: string
  readonly title: string
  readonly none: string
  readonly of: readonly EditedReflection[]
  readonly onEdit: (one: EditedReflection) => void
  readonly children: (one: EditedReflection) => ReactNode
}

function Some({ id, title, none, of, onEdit, children }: SomeProps): ReactNode {
  return (
    <section aria-labelledby={id} className={styles['begin']}>
      <h2 id={id}>{title}</h2>
      {of.length === 0 ? <p className={styles['quiet']}>{none}</p> : null}
      {of.map((one) => (
        <article key={one.id} className={styles['article']} aria-label={one.title}>
          <h3 dir="auto">{one.title}</h3>
          <p className={styles['quiet']}>
            {one.programme} · {one.form}
            {one.publishedOn === null ? '' : ` · ${words.shared.published(shortDate(one.publishedOn))}`}
            {one.themes.length === 0 ? '' : ` · ${one.themes.join(', ')}`}
          </p>
          <dl className={styles['read']}>
            {one.parts.map((part) => (
              <div key={part.id}>
                <dt>{part.label}</dt>
                <dd dir="auto">{part.text}</dd>
              </div>
            ))}
          </dl>
          <div className={styles['acts']}>
            <Button variant="default" size="xs" aria-label={say.open(one.title)} onClick={() => onEdit(one)}>
              {say.openShort}
            </Button>
            {children(one)}
          </div>
        </article>
      ))}
    </section>
  )
}

function Comments({ one }: { readonly one: EditedReflection }): ReactNode {
  const client = useQueryClient()
  const down = useMutation({
    mutationFn: (commentId: string) => call(takeCommentDown, { params: { programmeId: one.programmeId, sharedId: one.id, commentId } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: toEditQuery.queryKey })
      tell(say.didDown)
    },
    onError: sayFailed,
  })
  if (one.comments.length === 0) return null
  return (
    <ul className={styles['offers']}>
      {one.comments.map((comment) => (
        <li key={comment.id}>
          <div>
            <strong>{comment.byName}</strong>
            <p dir="auto">{comment.text}</p>
          </div>
          <Button
            variant="default"
            size="xs"
            aria-label={say.downIt(comment.byName)}
            loading={down.isPending}
            onClick={() => down.mutate(comment.id)}
          >
            {say.down}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function ReturnWindow({ one, onClose }: { readonly one: EditedReflection; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const [why, setWhy] = useState('')
  const go = useMutation({
    mutationFn: () =>
      call(returnShared, { params: { programmeId: one.programmeId, sharedId: one.id }, body: { version: one.version, why } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: toEditQuery.queryKey })
      tell(say.didReturn)
      onClose()
    },
  })
  const fault =
    go.error === null ? undefined : ((go.error instanceof CallFault ? go.error.fields[0]?.message : undefined) ?? sayFault(go.error))
  return (
    <Modal opened onClose={onClose} title={say.returnTitle}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          go.mutate()
        }}
      >
        <Text size="sm" mb="sm" dir="auto">
          {one.title}
        </Text>
        <GuardedText
          kind="clinical writing"
          label={say.why}
          value={why}
          error={fault}
          minRows={2}
          data-autofocus
          onText={(typed) => {
            setWhy(typed)
            go.reset()
          }}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={go.isPending}>
            {say.returnGo}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
