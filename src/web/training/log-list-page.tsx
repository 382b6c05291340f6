import { Button, Checkbox, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { Log } from '#domain/training/log-rules.ts'
import { VerifyBody, verifyLogRows, type LogPage, type LogRow } from '#domain/training/logs-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { LogForm, startOf } from './log-forms.tsx'
import { LogNav } from './log-nav.tsx'
import { OneRow } from './log-row.tsx'
import { words } from './log-page-words.ts'
import { logRowsQuery, type LogRows } from './log-web-queries.ts'
import styles from './logs.module.css'
import { Spread } from './logs-page.tsx'
import { PaceLines } from './pace-lines.tsx'
import { useAfterChange, usePress } from './placement-queries.ts'
import { FormFoot, Part } from './training-parts.tsx'

const say = words.list
const LOG_OF: Readonly<Record<LogPage, Log>> = { clinics: 'clinic', procedures: 'procedure', take: 'acute take', teaching: 'teaching' }

export const ClinicsPage = (): ReactNode => <LogListPage page="clinics" />
export const ProceduresPage = (): ReactNode => <LogListPage page="procedures" />
export const TakePage = (): ReactNode => <LogListPage page="take" />
export const TeachingPage = (): ReactNode => <LogListPage page="teaching" />

/** One log: how it stands, a form that is quick to fill, and its rows (T13). */
function LogListPage({ page }: { readonly page: LogPage }): ReactNode {
  const { ownerId } = useParams({ strict: false }) as { ownerId: string }
  const own = usePerson().id === ownerId
  const [all, setAll] = useState(false)
  const asked = useQuery(logRowsQuery(ownerId, page, all))
  const name = words.pages[page]
  return (
    <RecordFrame
      ownerId={ownerId}
      title={words.ofPage(name, own || asked.data === undefined ? null : asked.data.name)}
      helpPage="logs"
      failed={asked.error !== null}
    >
      {asked.error === null ? <LogNav ownerId={ownerId} /> : null}
      <Asked asked={asked}>
        {(log) => (
          <>
            {log.lines.length === 0 ? null : (
              <div style={{ marginBottom: 16 }}>
                <PaceLines lines={log.lines} />
              </div>
            )}
            <NewRow ownerId={ownerId} page={page} log={log} />
            <Rows ownerId={ownerId} log={log} own={own} onAll={log.hasMore ? () => setAll(true) : null} />
            {page === 'clinics' ? <Spread spread={log.spread} /> : null}
          </>
        )}
      </Asked>
    </RecordFrame>
  )
}

interface Props {
  readonly ownerId: string
  readonly log: LogRows
}

function NewRow({ ownerId, page, log }: Props & { readonly page: LogPage }): ReactNode {
  const [isBrought, setBrought] = useState(false)
  // What the form began with stays while its rows come anew.
  const [start] = useState(() => ({ single: startOf(LOG_OF[page], log), brought: startOf('clinics brought forward', log) }))
  const kind = isBrought ? 'clinics brought forward' : LOG_OF[page]
  return (
    <Part
      id="new"
      title={words.form.new[kind]}
      mayNot={log.can.write}
      act={
        page === 'clinics' ? (
          <Button variant="subtle" size="xs" onClick={() => setBrought((now) => !now)}>
            {isBrought ? words.form.single : words.form.brought}
          </Button>
        ) : null
      }
    >
      {log.can.write === null ? (
        <LogForm
          key={kind}
          ownerId={ownerId}
          log={kind}
          start={isBrought ? start.brought : start.single}
          procedures={log.procedures}
          supervisors={log.supervisors}
        />
      ) : null}
    </Part>
  )
}

function Rows({ ownerId, log, own, onAll }: Props & { readonly own: boolean; readonly onAll: (() => void) | null }): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [changing, setChanging] = useState<LogRow | null>(null)
  const [counting, setCounting] = useState<LogRow | null>(null)
  const mayVerify = log.can.verify === null && !own
  const waiting = log.rows.filter(({ can, correctedBy }) => can.verify === null && correctedBy === null)
  const picked = waiting.filter(({ id }) => chosen.has(id))
  const verify = usePress(
    () =>
      call(verifyLogRows, { params: { ownerId }, body: { rows: picked.map(({ id, version }) => ({ id, version })) } }).then(() =>
        setChosen(new Set()),
      ),
    say.hasVerified(picked.length),
  )
  const choose = (ids: readonly string[], is: boolean) =>
    setChosen((now) => new Set(is ? [...now, ...ids] : [...now].filter((id) => !ids.includes(id))))
  return (
    <Part id="rows" title={say.title}>
      {log.rows.length === 0 ? <Text size="sm">{own ? say.none : say.noneOther}</Text> : null}
      {mayVerify && waiting.length > 1 ? (
        <Checkbox
          label={say.chooseAll}
          checked={picked.length === waiting.length}
          indeterminate={picked.length > 0 && picked.length < waiting.length}
          onChange={(event) =>
            choose(
              waiting.map(({ id }) => id),
              event.currentTarget.checked,
            )
          }
        />
      ) : null}
      <ul className={styles['rows']}>
        {log.rows.map((row) => (
          <li key={row.id}>
            {mayVerify && waiting.includes(row) ? (
              <Checkbox
                mt={2}
                aria-label={say.choose(row.title, row.until)}
                checked={chosen.has(row.id)}
                onChange={(event) => choose([row.id], event.currentTarget.checked)}
              />
            ) : null}
            <OneRow
              ownerId={ownerId}
              row={row}
              isOwn={own}
              onChange={log.can.write === null ? () => setChanging(row) : null}
              onCount={mayVerify && waiting.includes(row) && row.whyNot.length > 0 ? () => setCounting(row) : null}
            />
          </li>
        ))}
      </ul>
      {onAll === null ? null : (
        <Button variant="default" size="xs" mt="sm" onClick={onAll}>
          {say.all}
        </Button>
      )}
      <div role="alert">{verify.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(verify.error)}</Text>}</div>
      {mayVerify && waiting.length > 0 ? (
        <div className={styles['bar']}>
          <Button disabled={picked.length === 0} loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
            {say.verify(picked.length)}
          </Button>
          <span className={styles['quiet']}>{say.verifyText}</span>
        </div>
      ) : null}
      {changing === null ? null : (
        <Modal
          opened
          size="lg"
          onClose={() => setChanging(null)}
          title={`${changing.verification === null ? words.form.change : words.form.correct}: ${changing.title}`}
        >
          <LogForm
            ownerId={ownerId}
            log={changing.fields.log}
            start={changing.fields}
            row={changing}
            procedures={log.procedures}
            supervisors={log.supervisors}
            onSaved={() => setChanging(null)}
            onCancel={() => setChanging(null)}
          />
        </Modal>
      )}
      {counting === null ? null : <CountWindow ownerId={ownerId} row={counting} onClose={() => setCounting(null)} />}
    </Part>
  )
}

const Reason = VerifyBody.pick({ countBecause: true, overrides: true })

/** A supervisor counts what fails a test, with a reason. */
function CountWindow({
  ownerId,
  row,
  onClose,
}: {
  readonly ownerId: string
  readonly row: LogRow
  readonly onClose: () => void
}): ReactNode {
  const form = useForm(Reason, { countBecause: '' })
  const after = useAfterChange()
  const send = form.submit(async ({ countBecause, overrides }) => {
    await call(verifyLogRows, { params: { ownerId }, body: { rows: [{ id: row.id, version: row.version }], countBecause, overrides } })
    await after(say.hasVerified(1))
    onClose()
  })
  return (
    <Modal opened onClose={onClose} title={`${say.countIt}: ${row.title}`}>
      <form onSubmit={send} noValidate className={styles['form']}>
        <Text size="sm">{say.countText}</Text>
        <GuardedText label={say.countReason} data-autofocus minRows={2} maxLength={500} {...form.guarded('countBecause')} />
        <FormFault form={form} />
        <FormFoot onClose={onClose} busy={form.busy} save={say.countAct} />
      </form>
    </Modal>
  )
}
