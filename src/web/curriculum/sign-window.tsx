import { Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { signOffItem, type CurriculumPage, type ItemDetail } from '#domain/curriculum/contract.ts'
import { REASONS_ASKED, signOffNeeds, SUPERVISOR_ANSWERS, type ReasonAsked, type SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { ANSWER_WORDS, signOffWords } from '#domain/curriculum/words.ts'
import { readMeter } from '#domain/curriculum/evidence-meter.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import styles from './curriculum.module.css'
import { curriculumChanged, curriculumItemQuery } from './curriculum-queries.ts'
import { shortLevel, type ItemView } from './item-view.ts'
import { LevelChoice } from './level-choice.tsx'
import { CertaintyMark, Meter, YearsOfEvidence } from './marks.tsx'
import { words } from './words.ts'

const say = words.signOff

const Kept = z.object({
  answer: z.enum(SUPERVISOR_ANSWERS),
  level: z.string(),
  note: z.string(),
  reasons: z.partialRecord(z.enum(REASONS_ASKED), z.string()),
})
interface Values {
  readonly answer: SupervisorAnswer['answer']
  readonly level: string
  readonly note: string
  readonly reasons: Partial<Record<ReasonAsked, string>>
}

interface Props {
  readonly view: ItemView
  readonly page: CurriculumPage
  readonly onClose: () => void
}

/** The supervisor's answer for one item (T9). Opened once it is known what it would rest on. */
export function SignWindow(props: Props): ReactNode {
  const { data } = useQuery(curriculumItemQuery(props.page.person.id, props.view.item.code))
  return data === undefined ? null : <SignForm {...props} detail={data} />
}

function SignForm({ view, page, detail, onClose }: Props & { readonly detail: ItemDetail }) {
  const { item } = view
  const ownerId = page.person.id
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const start: Values = {
    answer: detail.links.length === 0 ? 'more evidence needed' : 'signed off at level',
    level: '',
    note: '',
    reasons: {},
  }
  const [values, setValues] = useState(start)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  const set = (change: Partial<Values>) => {
    setValues((now) => ({ ...now, ...change }))
    setFaults({})
  }
  const dirty = JSON.stringify(values) !== JSON.stringify(start)
  const title = say.title(item.code, item.title)
  const draft = useDraft(
    `sign-off/${ownerId}/${page.curriculum.id}/${item.code}`,
    { ...values, title },
    {
      enabled: dirty,
      onRestore: (kept) => {
        const read = Kept.safeParse(kept)
        if (read.success) setValues(read.data)
      },
    },
  )
  const assessed = detail.selfAssessments.find(({ year }) => year === page.year?.code)
  const level = item.levels.find(({ code }) => code === values.level)
  const needs = signOffNeeds({
    links: detail.links.length,
    hasSelfAssessment: assessed !== undefined,
    level: level?.needsReason === true ? { needsReason: true } : undefined,
  })
  const signing = values.answer === 'signed off at level'
  const meter = readMeter(detail.links.length, page.curriculum.meter)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setFault(null)
    try {
      const { answer, note, reasons } = values
      await call(signOffItem, {
        params: { ownerId, code: item.code },
        body: {
          id,
          basis: detail.basis,
          answer,
          note: signing ? '' : note,
          reasons: signing ? reasons : {},
          level: signing ? values.level : null,
        },
      })
      await draft.discard()
      await curriculumChanged(client, ownerId)
      notifications.show({ message: say.signed })
      onClose()
    } catch (error) {
      if (error instanceof CallFault && error.code === 'stale_version')
        void client.invalidateQueries(curriculumItemQuery(ownerId, item.code))
      const fields = error instanceof CallFault ? error.fields : []
      setFaults(Object.fromEntries(fields.map(({ path, message }) => [path, message])))
      setFault(fields.length === 0 ? sayFault(error) : null)
      setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} size="44rem">
      <form noValidate ref={element} onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {draft.restored && dirty ? (
            <div className={styles['notice']} role="status">
              {words.assess.draftBack}
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => {
                  setValues(start)
                  void draft.discard()
                }}
              >
                {words.assess.discard}
              </Button>
            </div>
          ) : null}
          <section className={styles['basis']} aria-label={say.basis}>
            <h3>{say.basis}</h3>
            <p>
              <Meter pieces={detail.links.length} /> {meter.text}
            </p>
            <YearsOfEvidence links={detail.links} year={page.year} />
            {detail.links.length === 0 ? null : (
              <ul>
                {detail.links.map((link) => (
                  <li key={link.itemId}>
                    <a href={`/record/${ownerId}/evidence/${link.itemId}`} target="_blank" rel="noreferrer">
                      {link.title}
                    </a>
                  </li>
                ))}
              </ul>
            )}
            <SelfSaid view={view} assessed={assessed} />
          </section>
          <Radio.Group label={say.answer} value={values.answer} error={faults['answer']} onChange={(answer) => set({ answer })}>
            <Stack gap={6} mt={6}>
              {SUPERVISOR_ANSWERS.map((answer) => (
                <Radio
                  key={answer}
                  value={answer}
                  label={ANSWER_WORDS[answer]}
                  aria-invalid={faults['answer'] !== undefined || undefined}
                />
              ))}
            </Stack>
          </Radio.Group>
          {signing && needs.refused !== null ? (
            <p className={styles['warn']} role="status">
              {signOffWords.refused[needs.refused]}
            </p>
          ) : null}
          {signing ? (
            <>
              <LevelChoice
                item={item}
                label={say.level}
                value={values.level}
                year={page.year?.code}
                error={faults['level']}
                onChange={(code) => set({ level: code })}
              />
              <p className={styles['thumb']}>
                {page.curriculum.ruleOfThumb.text} <CertaintyMark {...page.curriculum.ruleOfThumb} />
              </p>
              {(needs.refused === null ? needs.reasonsFor : []).map((asked) => (
                <GuardedText
                  key={asked}
                  kind="anything else"
                  label={signOffWords.reasonAsked[asked]}
                  value={values.reasons[asked] ?? ''}
                  error={faults[`reasons.${asked}`]}
                  minRows={2}
                  maxRows={10}
                  onText={(text) => set({ reasons: { ...values.reasons, [asked]: text } })}
                />
              ))}
            </>
          ) : (
            <GuardedText
              kind="anything else"
              label={say.note[values.answer as 'more evidence needed']}
              value={values.note}
              error={faults['note']}
              minRows={3}
              maxRows={14}
              onText={(note) => set({ note })}
            />
          )}
          <FormFault form={{ fault, wait: 0 }} />
          <p className={styles['quiet']}>{say.finality}</p>
          <Group justify="flex-end" gap="sm">
            <DraftMark state={dirty ? draft.state : 'none'} />
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {signing ? say.sign : say.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function SelfSaid({ view, assessed }: { readonly view: ItemView; readonly assessed: ItemDetail['selfAssessments'][number] | undefined }) {
  if (assessed === undefined) return <p>{words.assess.noneOther}</p>
  return (
    <p>
      {words.columns.self}: <b>{shortLevel({ code: assessed.level })}</b>
      {view.self === null ? '' : `. ${view.self.title}`}
      <span className={styles['said']}>{assessed.why}</span>
    </p>
  )
}
