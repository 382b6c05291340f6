import { Button, Group, Modal, NativeSelect, Text } from '@mantine/core'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { notifications } from '@mantine/notifications'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import type { CurriculumPage, ItemDetail } from '#domain/curriculum/contract.ts'
import type { ShownItem } from '#domain/curriculum/curriculum-shown.ts'
import { signOffNeeds, type ReasonAsked } from '#domain/curriculum/sign-off.ts'
import { signOffItems } from '#domain/curriculum/sign-several-contract.ts'
import { signOffWords } from '#domain/curriculum/words.ts'
import { curriculumChanged, curriculumItemQuery, curriculumQuery } from '#web/curriculum/curriculum-queries.ts'
import { useAfterChange } from '#web/training/placement-queries.ts'
import record from '#web/training/record.module.css'
import { call, sayFault } from '#web/platform/call.ts'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import styles from './meetings.module.css'
import { meetingPageWords } from './meeting-page-words.ts'

const say = meetingPageWords.brief

interface Props {
  readonly ownerId: string
  readonly codes: readonly string[]
  readonly onClose: () => void
}
interface Answer {
  readonly id: string
  readonly level: string
  readonly reasons: Partial<Record<ReasonAsked, string>>
  readonly faults: Readonly<Record<string, string>>
  readonly isSigned: boolean
}

/** Several items signed with one statement; each is still asked its own questions (T9, T19). */
export function SignSeveral(props: Props): ReactNode {
  const page = useQuery(curriculumQuery(props.ownerId))
  const details = useQueries({ queries: props.codes.map((code) => curriculumItemQuery(props.ownerId, code)) })
  const loaded = details.flatMap(({ data }) => data ?? [])
  if (page.data === undefined || loaded.length < props.codes.length) return null
  return <Form {...props} page={page.data} details={loaded} />
}

function Form({
  ownerId,
  codes,
  page,
  details,
  onClose,
}: Props & { readonly page: CurriculumPage; readonly details: readonly ItemDetail[] }) {
  const client = useQueryClient()
  const after = useAfterChange()
  const element = useRef<HTMLFormElement>(null)
  const [statement, setStatement] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>(() =>
    Object.fromEntries(codes.map((code) => [code, { id: uuidv7(), level: '', reasons: {}, faults: {}, isSigned: false }])),
  )
  const set = (code: string, change: Partial<Answer>) => setAnswers((now) => ({ ...now, [code]: { ...now[code]!, ...change } }))

  /** One act, of what is not signed yet. Answers how many are not. */
  const sign = async (): Promise<number> => {
    const signOffs = codes
      .filter((code) => !answers[code]!.isSigned)
      .map((code) => {
        const { id, level, reasons } = answers[code]!
        const { basis } = details.find((one) => one.code === code)!
        return { code, id, basis, answer: 'signed off at level' as const, level, reasons, note: statement }
      })
    const { outcomes } = await call(signOffItems, { params: { ownerId }, body: { signOffs } })
    for (const { code, refused } of outcomes) {
      if (refused === null) {
        set(code, { isSigned: true, faults: {} })
        continue
      }
      if (refused.code === 'stale_version') void client.invalidateQueries(curriculumItemQuery(ownerId, code))
      const { fields, message } = refused
      set(code, { faults: fields.length === 0 ? { '': message } : Object.fromEntries(fields.map((one) => [one.path, one.message])) })
    }
    return outcomes.filter(({ refused }) => refused !== null).length
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setFault(null)
    try {
      if ((await sign()) > 0) {
        setFault(say.notAll)
        setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
        return
      }
      await curriculumChanged(client, ownerId)
      await after()
      notifications.show({ message: say.signed(codes.length) })
      onClose()
    } catch (error) {
      setFault(sayFault(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title={say.signTitle} size="44rem">
      <form noValidate ref={element} className={record['form']} onSubmit={(event) => void submit(event)}>
        <GuardedText
          label={say.statement}
          description={say.statementHint}
          minRows={2}
          data-autofocus
          value={statement}
          kind="anything else"
          onText={setStatement}
        />
        {codes.map((code) => (
          <One
            key={code}
            ownerId={ownerId}
            item={page.curriculum.items.find((one) => one.code === code)!}
            year={page.year?.code}
            detail={details.find((one) => one.code === code)!}
            answer={answers[code]!}
            onChange={(change) => set(code, { ...change, faults: {} })}
          />
        ))}
        <div role="alert">{fault === null ? null : <Text c="var(--mantine-color-error)">{fault}</Text>}</div>
        <p className={styles['quiet']}>{say.finality}</p>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {meetingPageWords.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {say.sign}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function One({
  ownerId,
  item,
  year,
  detail: { links, selfAssessments },
  answer: { level, reasons, faults, isSigned },
  onChange,
}: {
  readonly ownerId: string
  readonly item: ShownItem
  readonly year: string | undefined
  readonly detail: ItemDetail
  readonly answer: Answer
  readonly onChange: (change: Partial<Answer>) => void
}) {
  const chosen = item.levels.find(({ code }) => code === level)
  const needs = signOffNeeds({
    links: links.length,
    hasSelfAssessment: selfAssessments.some((one) => one.year === year),
    level: chosen?.needsReason === true ? { needsReason: true } : undefined,
  })
  return (
    <section className={styles['each']} aria-label={`${item.code}. ${item.title}`}>
      <h3>
        {item.code}. {item.title} {isSigned ? <span className={record['mark']}>{say.isSigned}</span> : null}
      </h3>
      <ul className={styles['links']} aria-label={say.evidenceOf(item.code)}>
        {links.map((link) => (
          <li key={link.itemId}>
            <a href={`/record/${ownerId}/evidence/${link.itemId}`} target="_blank" rel="noreferrer">
              {link.title}
            </a>
          </li>
        ))}
      </ul>
      {isSigned ? null : (
        <>
          <NativeSelect
            label={say.level(item.code)}
            value={level}
            error={faults['level'] ?? faults['answer'] ?? faults['']}
            data={[{ value: '', label: say.chooseLevel }, ...item.levels.map(({ code, title }) => ({ value: code, label: title }))]}
            onChange={({ currentTarget }) => onChange({ level: currentTarget.value })}
          />
          {(needs.refused === null ? needs.reasonsFor : []).map((asked) => (
            <GuardedText
              key={asked}
              kind="anything else"
              mt="xs"
              label={signOffWords.reasonAsked[asked]}
              value={reasons[asked] ?? ''}
              error={faults[`reasons.${asked}`]}
              minRows={2}
              onText={(text) => onChange({ reasons: { ...reasons, [asked]: text } })}
            />
          ))}
        </>
      )}
    </section>
  )
}
