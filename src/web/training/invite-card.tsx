import { Alert, Button, NativeSelect, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { inviteDoctors, type CurriculumChoice } from '#domain/training/college-contract.ts'
import { readInvitationLines, type InvitationLine, type LineFault } from '#domain/training/invitation-lines.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { DayField } from '#web/portfolio/day-field.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { useCollegeChanged } from './college-web-queries.ts'
import { collegeWords } from './programme-words.ts'
import styles from './training.module.css'

const say = collegeWords.invite

interface Props {
  readonly programmeId: string
  readonly years: CurriculumChoice['years']
}

/** Invites one doctor, or several pasted at once, all or nobody (T1). */
export function InviteCard(props: Props): ReactNode {
  const [how, setHow] = useState<'one' | 'several'>('one')
  return (
    <section className={styles.card} aria-labelledby="invite">
      <h2 id="invite">{say.title}</h2>
      <SegmentedControl
        mb="sm"
        aria-label={say.how}
        value={how}
        onChange={(value) => setHow(value)}
        data={[
          { value: 'one', label: say.one },
          { value: 'several', label: say.several },
        ]}
      />
      {how === 'one' ? <One {...props} /> : <Several {...props} />}
    </section>
  )
}

function useInvite(programmeId: string) {
  const changed = useCollegeChanged()
  return async (lines: readonly InvitationLine[]) => {
    const { invited } = await call(inviteDoctors, { params: { programmeId }, body: { lines: [...lines] } })
    await changed()
    return say.sent(invited)
  }
}

const OneDoctor = z.object({
  email: Email,
  trainingYear: z.string().min(1, { error: 'Choose the training year.' }),
  startsOn: PlainDate,
  feeNote: z.string().trim().max(500, { error: 'At most 500 characters.' }),
})
const NOBODY = { email: '', trainingYear: '', startsOn: '', feeNote: '' }

function One({ programmeId, years }: Props): ReactNode {
  const invite = useInvite(programmeId)
  const form = useForm(OneDoctor, NOBODY)
  const [typed, setTyped] = useState('')
  const [sent, setSent] = useState('')
  const send = form.submit(async (doctor) => {
    setSent('')
    try {
      setSent(await invite([doctor]))
    } catch (error) {
      // The server names the line; here there is one, and its address is what one looks at.
      const at = error instanceof CallFault ? error.fields[0] : undefined
      if (!(error instanceof CallFault) || at === undefined) throw error
      const { status, code, title } = error
      throw new CallFault({ status, code, title, fields: [{ path: 'email', message: at.message }] })
    }
    // The next is most often of the same year and day.
    form.setValues({ ...doctor, email: '', feeNote: '' })
  })
  return (
    <form onSubmit={send} noValidate>
      <div className={styles.fields}>
        <TextInput label={say.email} type="email" autoComplete="off" {...form.text('email')} />
        <NativeSelect
          label={say.year}
          data={[{ value: '', label: say.choose }, ...years.map(({ code, title }) => ({ value: code, label: title }))]}
          value={form.values.trainingYear}
          error={form.faults['trainingYear']}
          onChange={(event) => form.set('trainingYear', event.currentTarget.value)}
        />
        <DayField
          label={say.from}
          typed={typed}
          onTyped={setTyped}
          onDay={(day) => form.set('startsOn', day ?? '')}
          fault={form.faults['startsOn']}
        />
      </div>
      <TextInput mt="sm" label={say.fee} description={say.feeHint} {...form.text('feeNote')} />
      <FormFault form={form} />
      <div className={styles.foot}>
        <Button type="submit" loading={form.busy}>
          {say.act}
        </Button>
        <Text size="sm" role="status">
          {sent}
        </Text>
      </div>
    </form>
  )
}

function Several({ programmeId, years }: Props): ReactNode {
  const invite = useInvite(programmeId)
  const [text, setText] = useState('')
  const [faults, setFaults] = useState<readonly LineFault[]>([])
  const [said, setSaid] = useState({ sent: '', fault: '' })
  const [busy, setBusy] = useState(false)
  const draft = useDraft(
    `invite/${programmeId}`,
    { text, title: say.draft },
    { enabled: text !== '', onRestore: (kept) => setText(kept.text) },
  )
  const codes = years.map(({ code }) => code)
  const send = async () => {
    const read = readInvitationLines(text, codes)
    setFaults(read.faults)
    setSaid({ sent: '', fault: read.lines.length + read.faults.length === 0 ? say.empty : '' })
    if (read.faults.length > 0 || read.lines.length === 0) return
    setBusy(true)
    try {
      const sent = await invite(read.lines)
      setText('')
      await draft.discard()
      setSaid({ sent, fault: '' })
    } catch (error) {
      const found = error instanceof CallFault ? error.fields.flatMap((one) => lineOf(one, text, codes)) : []
      setFaults(found)
      if (found.length === 0) setSaid({ sent: '', fault: sayFault(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Textarea
        label={say.lines}
        description={say.linesHint(codes)}
        placeholder={say.example}
        autosize
        minRows={4}
        maxRows={16}
        value={text}
        error={faults.length > 0 || said.fault !== ''}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="alert">
        {faults.length === 0 && said.fault === '' ? null : (
          <Alert color="red" variant="light" mt="sm" role="presentation">
            {said.fault === '' ? say.noBody : said.fault}
            <ul className={styles.faults}>
              {faults.map(({ line, message }) => (
                <li key={`${line} ${message}`}>{say.line(line, message)}</li>
              ))}
            </ul>
          </Alert>
        )}
      </div>
      <div className={styles.foot}>
        <Button type="submit" loading={busy}>
          {say.actMany}
        </Button>
        <Text size="sm" role="status">
          {said.sent}
        </Text>
        <DraftMark state={draft.state} />
      </div>
    </form>
  )
}

/** The server counts doctors from 0; a person sees lines, with empty ones and headings between. */
function lineOf({ path, message }: { path: string; message: string }, text: string, codes: readonly string[]): LineFault[] {
  const index = Number(path.split('.')[1])
  const email = readInvitationLines(text, codes).lines[index]?.email
  if (email === undefined) return []
  return [{ line: text.split(/\r?\n/).findIndex((line) => line.toLowerCase().includes(email)) + 1, message }]
}
