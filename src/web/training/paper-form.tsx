import { Alert, Anchor, Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { looksLikeELearning } from '#domain/training/looks-like-e-learning.ts'
import type { Required } from '#domain/training/papers-contract.ts'
import { isPlainDate, shortDate } from '#domain/plain-date.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { DayField } from '#web/portfolio/day-field.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import type { Paper, PaperAct, PaperKind } from './certificates-page.tsx'
import { DESCRIPTIONS } from './paper-descriptions.ts'
import { words } from './paper-page-words.ts'
import { tell } from './tell.ts'
import { papersChanged } from './paper-queries.ts'
import styles from './papers.module.css'

const say = words.papers
const form = say.form

interface Props {
  readonly kind: PaperKind
  readonly ownerId: string
  readonly required: readonly Required[]
  readonly of: Paper | null
  readonly as: PaperAct
  readonly onClose: () => void
}

/** Enters, changes or corrects a certificate or an exam. */
export function PaperForm(props: Props): ReactNode {
  const { kind, of, as } = props
  const title =
    of === null
      ? kind === 'certificate'
        ? say.newCertificate
        : say.newExam
      : (as === 'correction' ? say.correct : as === 'renewal' ? say.renew : say.edit)(of.one.title)
  return (
    <Modal opened onClose={props.onClose} title={title} size="lg">
      <FieldsForm {...props} />
    </Modal>
  )
}

/** Of what its draft is kept. */
const formName = ({ kind, ownerId, of, as }: Props): string => (of === null ? `${kind}-new/${ownerId}` : `${kind}-${as}/${of.one.id}`)

function FieldsForm(props: Props): ReactNode {
  const { kind, ownerId, of, as: act, onClose } = props
  const client = useQueryClient()
  const [{ schema, start, fields, record, amend }] = useState(() => DESCRIPTIONS[kind](of, act === 'renewal'))
  // One id for the form's whole life, so that what is sent twice is one.
  const [id] = useState(() => newId())
  const entered = useForm(schema, start)
  const days = fields.filter(({ as }) => as === 'day').map(({ name }) => name)
  const typedOf = (values: Readonly<Record<string, unknown>>) => Object.fromEntries(days.map((name) => [name, dayText(values[name])]))
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => typedOf(start))
  const isNew = act !== 'change'
  const draft = useDraft(
    formName(props),
    { ...entered.values, typed },
    {
      enabled: JSON.stringify(entered.values) !== JSON.stringify(start),
      onRestore: ({ typed: kept, ...rest }) => {
        entered.setValues({ ...start, ...rest })
        setTyped({ ...typedOf({ ...start, ...rest }), ...kept })
      },
    },
  )
  const send = async (body: unknown) => {
    await (isNew
      ? record(ownerId, body, {
          id,
          corrects: act === 'correction' ? (of?.one.id ?? null) : null,
          renews: act === 'renewal' ? (of?.one.id ?? null) : null,
        })
      : amend({ ownerId, id: of!.one.id }, body, of!.one.version))
    await draft.discard()
    await papersChanged(client, ownerId)
    tell(say.saved)
    onClose()
  }
  return (
    <form onSubmit={entered.submit(send)} noValidate>
      <Stack gap="md">
        <FormFault form={entered} />
        <ItemChoice
          {...props}
          value={entered.text('itemCode').value}
          error={entered.faults['itemCode']}
          onChoose={(code, title) => entered.setValues((now) => ({ ...now, itemCode: code, title: title ?? now['title'] }))}
        />
        <TextInput label={form.title} required {...entered.text('title')} />
        <OnlineHint title={String(entered.values['title'])} />
        <TextInput label={form.body} {...entered.text('awardingBody')} />
        {fields.map(({ name, label, as, required = false, description }) =>
          as === 'day' ? (
            <DayField
              key={name}
              label={label}
              required={required}
              description={description}
              typed={typed[name] ?? ''}
              onTyped={(text) => setTyped((now) => ({ ...now, [name]: text }))}
              onDay={(day) => entered.set(name, day ?? (required ? '' : null))}
              fault={entered.faults[name]}
            />
          ) : as === 'result' ? (
            <NativeSelect
              key={name}
              label={label}
              value={String(entered.values[name])}
              error={entered.faults[name]}
              data={Object.entries(say.results).map(([value, result]) => ({ value, label: result }))}
              onChange={({ currentTarget }) => entered.set(name, currentTarget.value)}
            />
          ) : (
            <TextInput key={name} label={label} {...entered.text(name)} />
          ),
        )}
        <Ends busy={entered.busy} isNew={isNew} onClose={onClose} />
      </Stack>
    </form>
  )
}

const dayText = (day: unknown): string => (typeof day === 'string' && isPlainDate(day) ? shortDate(day) : '')

interface ChoiceProps {
  readonly required: readonly Required[]
  readonly value: string
  readonly error: string | undefined
  readonly onChoose: (code: string | null, title: string | null) => void
}

function ItemChoice({ required, value, error, onChoose }: ChoiceProps): ReactNode {
  if (required.length === 0) return null
  return (
    <NativeSelect
      label={form.item}
      value={value}
      error={error}
      data={[{ value: '', label: form.other }, ...required.map(({ code, title }) => ({ value: code, label: title }))]}
      onChange={({ currentTarget }) => {
        const chosen = required.find(({ code }) => code === currentTarget.value)
        onChoose(chosen?.code ?? null, chosen?.title ?? null)
      }}
    />
  )
}

/** An offer, never a bar (T5). */
function OnlineHint({ title }: { readonly title: string }): ReactNode {
  return (
    <div role="status">
      {looksLikeELearning(title) && (
        <Alert color="lichen" variant="light" title={say.eLearning} role="presentation">
          {say.eLearningText}
          <div className={styles['acts']}>
            <Anchor component={Link} to="/library" inherit>
              {say.toLibrary}
            </Anchor>
            <Anchor component={Link} to="/portfolio" inherit>
              {say.toReflection}
            </Anchor>
          </div>
        </Alert>
      )}
    </div>
  )
}

const Ends = ({ busy, isNew, onClose }: { readonly busy: boolean; readonly isNew: boolean; readonly onClose: () => void }): ReactNode => (
  <>
    {isNew && <p className={styles['quiet']}>{form.addFiles}</p>}
    <div className={styles['acts']}>
      <Button type="submit" loading={busy}>
        {words.save}
      </Button>
      <Button variant="default" onClick={onClose}>
        {words.cancel}
      </Button>
    </div>
  </>
)
