import { Alert, Anchor, Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { looksLikeELearning } from '#domain/training/looks-like-e-learning.ts'
import {
  amendCertificate,
  amendExam,
  CertificateFields,
  ExamFields,
  recordCertificate,
  recordExam,
  type Required,
} from '#domain/training/papers-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { call } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { DayField } from '#web/portfolio/day-field.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import type { Paper, PaperKind } from './certificates-page.tsx'
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
  readonly correcting: boolean
  readonly onClose: () => void
}

/** Enters, changes or corrects a certificate or an exam. */
export function PaperForm(props: Props): ReactNode {
  const { kind, of, correcting } = props
  const title =
    of === null ? (kind === 'certificate' ? say.newCertificate : say.newExam) : (correcting ? say.correct : say.edit)(of.one.title)
  return (
    <Modal opened onClose={props.onClose} title={title} size="lg">
      {kind === 'certificate' ? <CertificateForm {...props} /> : <ExamForm {...props} />}
    </Modal>
  )
}

/** Of what its draft is kept. */
const formName = ({ kind, ownerId, of, correcting }: Props): string =>
  of === null ? `${kind}-new/${ownerId}` : `${kind}-${correcting ? 'correction' : 'change'}/${of.one.id}`

/** One id for the form's whole life, so that what is sent twice is one. */
const useKept = (props: Props) => {
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const { ownerId, of, correcting, onClose } = props
  const isNew = of === null || correcting
  return {
    id,
    isNew,
    corrects: correcting && of !== null ? of.one.id : null,
    params: { ownerId, id: of?.one.id ?? id },
    version: of?.one.version ?? 0,
    kept: async () => {
      await papersChanged(client, ownerId)
      tell(say.saved)
      onClose()
    },
  }
}

function CertificateForm(props: Props): ReactNode {
  const one = props.of?.kind === 'certificate' ? props.of.one : null
  const start = {
    title: one?.title ?? '',
    itemCode: one?.itemCode ?? null,
    awardingBody: one?.awardingBody ?? '',
    number: one?.number ?? '',
    issuedOn: one?.issuedOn ?? '',
    expiresOn: one?.expiresOn ?? null,
  }
  const fields = useForm(CertificateFields, start)
  const [typed, setTyped] = useState({ issuedOn: dayText(start.issuedOn), expiresOn: dayText(start.expiresOn) })
  const { id, isNew, corrects, params, version, kept } = useKept(props)
  const draft = useDraft(
    formName(props),
    { ...fields.values, typed },
    {
      enabled: JSON.stringify(fields.values) !== JSON.stringify(start),
      onRestore: ({ typed: days, ...rest }) => {
        fields.setValues({ ...start, ...rest })
        setTyped((now) => ({ ...now, ...days }))
      },
    },
  )
  const send = async (body: CertificateFields) => {
    await (isNew
      ? call(recordCertificate, { params: { ownerId: props.ownerId }, body: { ...body, id, corrects } })
      : call(amendCertificate, { params, body: { ...body, version } }))
    await draft.discard()
    await kept()
  }
  return (
    <form onSubmit={fields.submit(send)} noValidate>
      <Stack gap="md">
        <FormFault form={fields} />
        <ItemChoice
          {...props}
          value={fields.values.itemCode ?? ''}
          error={fields.faults['itemCode']}
          onChoose={(code, title) => fields.setValues((now) => ({ ...now, itemCode: code, title: title ?? now.title }))}
        />
        <TextInput label={form.title} required {...fields.text('title')} />
        <OnlineHint title={fields.values.title} />
        <TextInput label={form.body} {...fields.text('awardingBody')} />
        <TextInput label={form.number} {...fields.text('number')} />
        <DayField
          label={form.issued}
          required
          typed={typed.issuedOn}
          onTyped={(text) => setTyped((now) => ({ ...now, issuedOn: text }))}
          onDay={(day) => fields.set('issuedOn', day ?? '')}
          fault={fields.faults['issuedOn']}
        />
        <DayField
          label={form.expires}
          description={form.expiresHelp}
          typed={typed.expiresOn}
          onTyped={(text) => setTyped((now) => ({ ...now, expiresOn: text }))}
          onDay={(day) => fields.set('expiresOn', day)}
          fault={fields.faults['expiresOn']}
        />
        <Ends busy={fields.busy} isNew={isNew} onClose={props.onClose} />
      </Stack>
    </form>
  )
}

function ExamForm(props: Props): ReactNode {
  const one = props.of?.kind === 'exam' ? props.of.one : null
  const start = {
    title: one?.title ?? '',
    itemCode: one?.itemCode ?? null,
    awardingBody: one?.awardingBody ?? '',
    candidateNumber: one?.candidateNumber ?? '',
    diet: one?.diet ?? '',
    takenOn: one?.takenOn ?? '',
    result: one?.result ?? ('passed' as const),
  }
  const fields = useForm(ExamFields, start)
  const [takenOn, setTakenOn] = useState(dayText(start.takenOn))
  const { id, isNew, corrects, params, version, kept } = useKept(props)
  const draft = useDraft(
    formName(props),
    { ...fields.values, takenTyped: takenOn },
    {
      enabled: JSON.stringify(fields.values) !== JSON.stringify(start),
      onRestore: ({ takenTyped, ...rest }) => {
        fields.setValues({ ...start, ...rest })
        if (takenTyped !== undefined) setTakenOn(takenTyped)
      },
    },
  )
  const send = async (body: ExamFields) => {
    await (isNew
      ? call(recordExam, { params: { ownerId: props.ownerId }, body: { ...body, id, corrects } })
      : call(amendExam, { params, body: { ...body, version } }))
    await draft.discard()
    await kept()
  }
  return (
    <form onSubmit={fields.submit(send)} noValidate>
      <Stack gap="md">
        <FormFault form={fields} />
        <ItemChoice
          {...props}
          value={fields.values.itemCode ?? ''}
          error={fields.faults['itemCode']}
          onChoose={(code, title) => fields.setValues((now) => ({ ...now, itemCode: code, title: title ?? now.title }))}
        />
        <TextInput label={form.title} required {...fields.text('title')} />
        <OnlineHint title={fields.values.title} />
        <TextInput label={form.body} {...fields.text('awardingBody')} />
        <TextInput label={form.candidate} {...fields.text('candidateNumber')} />
        <TextInput label={form.diet} {...fields.text('diet')} />
        <DayField
          label={form.taken}
          required
          typed={takenOn}
          onTyped={setTakenOn}
          onDay={(day) => fields.set('takenOn', day ?? '')}
          fault={fields.faults['takenOn']}
        />
        <NativeSelect
          label={form.result}
          value={fields.values.result}
          error={fields.faults['result']}
          data={Object.entries(say.results).map(([value, label]) => ({ value, label }))}
          onChange={({ currentTarget }) => fields.set('result', currentTarget.value as ExamFields['result'])}
        />
        <Ends busy={fields.busy} isNew={isNew} onClose={props.onClose} />
      </Stack>
    </form>
  )
}

const dayText = (day: string | null): string => (day === null || day === '' ? '' : shortDate(day))

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
