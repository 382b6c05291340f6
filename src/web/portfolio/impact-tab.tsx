import { Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { addMonths, longDate, type PlainDate } from '#domain/plain-date.ts'
import { answerChangeCheck, planChangeCheck, type ChangeAnswer, type Item } from '#domain/portfolio/contract.ts'
import { call } from '#web/platform/call.ts'
import { useToday } from '#web/platform/zone.ts'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { CreditsField } from './credits-field.tsx'
import type { TabProps } from './details-tab.tsx'
import { focusIfLost } from './focus-if-lost.ts'
import { guardOf } from './guard-of.ts'
import { sayFailed } from './item-acts.ts'
import styles from './item-window.module.css'
import { useLens } from './lens.ts'
import { itemSaved } from './portfolio-queries.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.impact
const NOTES = ['practiceBefore', 'practiceAfter', 'practiceChanges'] as const
const LABELS = {
  practiceBefore: words.fields.before,
  practiceAfter: words.fields.after,
  practiceChanges: words.fields.changes,
}

/** What came of it: before, after, the changes, and credits for them (P10, C5). */
export function ImpactTab({ item, editing: { form, faults, change }, writable }: TabProps) {
  const lens = useLens()
  const guard = guardOf({ kind: item.kind, form, change })
  const noted = NOTES.some((field) => item[field].trim() !== '')
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {say.hint}
      </Text>
      {NOTES.map((field) => (
        <GuardedText
          key={field}
          label={LABELS[field]}
          minRows={2}
          maxRows={12}
          value={form[field]}
          error={faults[field]}
          disabled={!writable}
          onText={(text) => change({ [field]: text })}
          {...guard(field)}
        />
      ))}
      <CreditsField
        label={words.fields.impact(lens.unit.many)}
        typed={form.impact}
        fault={faults['impact']}
        disabled={!writable || item.can.closed['impact'] !== undefined}
        maw={260}
        onTyped={(impact) => change({ impact })}
      />
      {writable && noted && <ChangeCheck item={item} />}
      <Answers answers={item.changeAnswers} />
    </Stack>
  )
}

/** 'Did the change last?': planned, asked when its day has come, and answered (P22). */
function ChangeCheck({ item }: { readonly item: Item }) {
  const client = useQueryClient()
  const today = useToday()
  const [dismissed, setDismissed] = useState(false)
  const [answering, setAnswering] = useState(false)
  const params = { ownerId: item.ownerId, id: item.id }
  const plan = useMutation({
    mutationFn: (on: PlainDate | null) => call(planChangeCheck, { params, body: { on } }),
    onSuccess: (saved) => itemSaved(client, saved),
    onError: sayFailed,
    onSettled: () => toNeighbour(),
  })
  const place = useRef<HTMLDivElement>(null)
  const toNeighbour = () =>
    focusIfLost(
      () => place.current?.querySelector('button:not([disabled]), input') ?? document.querySelector('[role="tab"][aria-selected="true"]'),
    )
  const on = item.changeCheckOn
  if (on === null) {
    if (dismissed) return null
    return (
      <div className={styles.ask} ref={place}>
        <Text size="sm" fw={550} mb="xs">
          {say.ask}
        </Text>
        <Group gap="xs">
          <Button size="compact-md" fz="sm" variant="light" loading={plan.isPending} onClick={() => plan.mutate(addMonths(today, 3))}>
            {say.in3}
          </Button>
          <Button size="compact-md" fz="sm" variant="light" loading={plan.isPending} onClick={() => plan.mutate(addMonths(today, 6))}>
            {say.in6}
          </Button>
          <Button
            size="compact-md"
            fz="sm"
            variant="subtle"
            color="gray"
            onClick={() => {
              setDismissed(true)
              toNeighbour()
            }}
          >
            {say.notNow}
          </Button>
        </Group>
      </div>
    )
  }
  return (
    <div className={styles.ask} ref={place}>
      {on <= today || answering ? (
        <AnswerForm
          item={item}
          onDone={() => {
            setAnswering(false)
            toNeighbour()
          }}
        />
      ) : (
        <Group justify="space-between" gap="xs">
          <Text size="sm">{say.planned(longDate(on))}</Text>
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                setAnswering(true)
                toNeighbour()
              }}
            >
              {say.answerNow}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" loading={plan.isPending} onClick={() => plan.mutate(null)}>
              {say.unplan}
            </Button>
          </Group>
        </Group>
      )}
    </div>
  )
}

function AnswerForm({ item, onDone }: { readonly item: Item; readonly onDone: () => void }) {
  const client = useQueryClient()
  const [lasted, setLasted] = useState<ChangeAnswer['lasted']>('yes')
  const [note, setNote] = useState('')
  const [id] = useState<string>(() => newId())
  const answer = useMutation({
    mutationFn: () => call(answerChangeCheck, { params: { ownerId: item.ownerId, id: item.id }, body: { id, lasted, note } }),
    onSuccess: (saved) => {
      itemSaved(client, saved)
      onDone()
    },
    onError: sayFailed,
  })
  return (
    <Stack gap="xs">
      <Text size="sm" fw={550} id="did-it-last">
        {say.due}
      </Text>
      <SegmentedControl
        aria-labelledby="did-it-last"
        value={lasted}
        w="fit-content"
        data={(['yes', 'partly', 'no'] as const).map((value) => ({ value, label: say.lasted[value] }))}
        onChange={(value) => setLasted(value)}
      />
      <Textarea
        label={say.note}
        autosize
        minRows={1}
        maxRows={6}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <Button size="compact-md" fz="sm" w="fit-content" loading={answer.isPending} onClick={() => answer.mutate()}>
        {say.answer}
      </Button>
    </Stack>
  )
}

function Answers({ answers }: { readonly answers: readonly ChangeAnswer[] }) {
  if (answers.length === 0) return null
  return (
    <section aria-label={say.answers}>
      <Text component="h3" size="sm" fw={600} m={0}>
        {say.answers}
      </Text>
      <ul className={styles.answers}>
        {answers.map((answer) => (
          <li key={answer.id}>
            <strong>{say.lasted[answer.lasted]}</strong> <span className={styles.quiet}>{say.answeredOn(longDate(answer.answeredOn))}</span>
            {answer.note !== '' && <p>{answer.note}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
