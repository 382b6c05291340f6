import { Button, Text } from '@mantine/core'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { commentOnShare } from '#domain/reviews/appraiser-contract.ts'
import { type AppraisalComment } from '#domain/reviews/share-contract.ts'
import { sayBy } from '#domain/reviews/words.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { sayMoment, browserZone } from '#web/platform/zone.ts'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import styles from './reviews.module.css'
import { readWords as say } from './words.ts'

/** Comments with who wrote them and when. */
export function Comments({ comments }: { readonly comments: readonly AppraisalComment[] }): ReactNode {
  if (comments.length === 0) return null
  return (
    <ul className={styles['said']} aria-label={say.comments}>
      {comments.map((one) => (
        <li key={one.id}>
          <span className={styles['quiet']}>
            {sayBy(one)}, {sayMoment(one.at, browserZone())}
          </span>
          <p className={styles['words']}>{one.text}</p>
        </li>
      ))}
    </ul>
  )
}

interface CommentFormProps {
  readonly code: string
  /** Whose it is. */
  readonly name: string
  /** Null for one on the whole. */
  readonly itemId: string | null
  readonly label: string
  readonly onSent: (comment: AppraisalComment) => void
}

/** A comment of an appraiser. What is typed stays until it is sent; whoever leaves with something unsent is asked. */
export function CommentForm({ code, name, itemId, label, onSent }: CommentFormProps): ReactNode {
  const [text, setText] = useState('')
  const [id, setId] = useState<string>(() => newId())
  const [fault, setFault] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const [busy, setBusy] = useState(false)
  const typed = text.trim() !== ''
  useEffect(() => {
    if (!typed) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [typed])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setFault(null)
    try {
      onSent(await call(commentOnShare, { params: { code }, body: { id, itemId, text, name } }))
      setText('')
      setId(newId())
      setSaid(say.sent)
    } catch (error) {
      setFault(sayFault(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <GuardedText
        label={label}
        kind="anything else"
        value={text}
        minRows={2}
        maxLength={4000}
        error={fault}
        onText={(now) => {
          setText(now)
          setSaid('')
        }}
      />
      <div className={styles['acts']}>
        <Button type="submit" size="compact-md" fz="sm" variant="default" loading={busy}>
          {say.send}
        </Button>
        <Text size="sm" role="status">
          {said}
        </Text>
      </div>
    </form>
  )
}
