import { Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { commentOnShared, type SharedReflection } from '#domain/assessments/collection-contract.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { ReflectionFrame } from './reflection-frame.tsx'
import { reflectionChanged, sharedQuery } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/reflection/shared/$programmeId/$sharedId')
const say = words.shared

/** One published reflection, without a name, and what readers say of it under theirs (F6). */
export function SharedPage(): ReactNode {
  const { programmeId, sharedId } = route.useParams()
  const { id: ownerId } = usePerson()
  const asked = useQuery(sharedQuery(ownerId, programmeId, sharedId))
  return (
    <ReflectionFrame title={asked.data?.title ?? words.collection}>
      <Asked asked={asked}>
        {(shared) => (
          <>
            <p className={styles['lead']}>
              {shared.form} · {say.published(longDate(shared.publishedOn))} · {shared.themes.join(', ')}
            </p>
            <article className={styles['article']}>
              <dl className={styles['read']}>
                {shared.parts.map(({ id, label, text }) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd dir="auto">{text}</dd>
                  </div>
                ))}
              </dl>
            </article>
            <Discussion ownerId={ownerId} shared={shared} />
          </>
        )}
      </Asked>
    </ReflectionFrame>
  )
}

function Discussion({ ownerId, shared }: { readonly ownerId: string; readonly shared: SharedReflection }): ReactNode {
  return (
    <section aria-labelledby="discussion" className={styles['begin']}>
      <h2 id="discussion">{say.discussion}</h2>
      <dl className={styles['read']}>
        {shared.comments.map((one) => (
          <div key={one.id}>
            <dt>{say.by(one.byName, one.byAs, longDate(dayIn('Europe/London', Date.parse(one.at))))}</dt>
            <dd dir="auto">{one.text}</dd>
          </div>
        ))}
      </dl>
      <NewComment ownerId={ownerId} shared={shared} />
    </section>
  )
}

function NewComment({ ownerId, shared }: { readonly ownerId: string; readonly shared: SharedReflection }): ReactNode {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [commentId, setCommentId] = useState(() => newId())
  const draft = useDraft(`shared-comment/${shared.id}`, { text }, { enabled: text !== '', onRestore: (kept) => setText(kept.text) })
  const send = useMutation({
    mutationFn: () =>
      call(commentOnShared, {
        params: { ownerId, programmeId: shared.programmeId, sharedId: shared.id },
        body: { id: commentId, text },
      }),
    onSuccess: async () => {
      setText('')
      setCommentId(newId())
      await draft.discard()
      await reflectionChanged(client, ownerId)
    },
  })
  const fault =
    send.error === null
      ? undefined
      : ((send.error instanceof CallFault ? send.error.fields[0]?.message : undefined) ?? sayFault(send.error))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <GuardedText
        kind="clinical writing"
        mt="md"
        label={say.comment}
        description={say.commentHint}
        value={text}
        error={fault}
        minRows={2}
        maxRows={12}
        onText={(typed) => {
          setText(typed)
          send.reset()
        }}
      />
      <Group justify="flex-end" mt="sm">
        <DraftMark state={text === '' ? 'none' : draft.state} />
        <Button type="submit" variant="default" loading={send.isPending}>
          {say.add}
        </Button>
      </Group>
    </form>
  )
}
