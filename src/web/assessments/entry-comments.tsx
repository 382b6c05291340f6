import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { commentOnEntry, type Entry } from '#domain/assessments/contract.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { entriesChanged } from './entry-queries.ts'
import styles from './forms.module.css'
import { words } from './words.ts'

const say = words.entry

/** What is said of a filled form, by whoever may: it stands beside what was signed, and changes nothing of it (F4). */
export function EntryComments({ entry }: { readonly entry: Entry }): ReactNode {
  if (entry.comments.length === 0 && entry.can.comment !== null) return null
  return (
    <section className={styles['card']} aria-labelledby="comments" style={{ marginTop: 18 }}>
      <div className={styles['head']}>
        <h2 id="comments">{say.comments}</h2>
      </div>
      {entry.comments.length === 0 ? <p className={styles['quiet']}>{say.noComments}</p> : null}
      <dl className={styles['read']}>
        {entry.comments.map((one) => (
          <div key={one.id}>
            <dt>{say.by(one.byName, one.byAs, '', longDate(dayIn('Europe/London', Date.parse(one.at))))}</dt>
            <dd dir="auto">{one.text}</dd>
          </div>
        ))}
      </dl>
      {entry.can.comment === null ? <NewComment entry={entry} /> : null}
    </section>
  )
}

function NewComment({ entry: { ownerId, id } }: { readonly entry: Entry }): ReactNode {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [overrides, setOverrides] = useState<GuardOverrides>({})
  const [commentId, setCommentId] = useState(() => newId())
  const draft = useDraft(
    `entry-comment/${id}`,
    { text, overrides },
    {
      enabled: text !== '',
      onRestore: (kept) => {
        setText(kept.text)
        setOverrides(kept.overrides ?? {})
      },
    },
  )
  const send = useMutation({
    mutationFn: () => call(commentOnEntry, { params: { ownerId, itemId: id }, body: { id: commentId, text, overrides } }),
    onSuccess: async () => {
      setText('')
      setOverrides({})
      setCommentId(newId())
      await draft.discard()
      await entriesChanged(client, ownerId)
    },
  })
  const fault =
    send.error === null
      ? undefined
      : send.error instanceof CallFault
        ? (send.error.fields[0]?.message ?? sayFault(send.error))
        : sayFault(send.error)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <GuardedText
        mt="md"
        label={say.comment}
        value={text}
        error={fault}
        minRows={2}
        maxRows={12}
        onText={(typed) => {
          setText(typed)
          send.reset()
        }}
        kind="clinical writing"
        field="text"
        reasons={overrides}
        onReasons={setOverrides}
      />
      <Group justify="flex-end" mt="sm">
        <DraftMark state={text === '' ? 'none' : draft.state} />
        <Button type="submit" variant="default" loading={send.isPending}>
          {say.addComment}
        </Button>
      </Group>
    </form>
  )
}
