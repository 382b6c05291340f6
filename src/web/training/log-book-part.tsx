import { Alert, Button, FileButton, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs'
import { useState, type ReactNode } from 'react'
import { downloadWorkbook, previewWorkbook, takeOverWorkbook, uploadedWorkbook, type BookRead } from '#domain/training/logs-contract.ts'
import { overrideKey, type GuardOverrides, type GuardRule } from '#domain/guard-rules.ts'
import { guardWords } from '#domain/guard-words.ts'
import { addressOf, call, sayFault } from '#web/platform/call.ts'
import { GuardedLine } from '#web/ui/guarded-line.tsx'
import { words } from './log-page-words.ts'
import type { Logs } from './log-web-queries.ts'
import styles from './logs.module.css'
import { useAfterChange } from './placement-queries.ts'
import table from './record.module.css'
import { Part } from './training-parts.tsx'

const say = words.book

const formOf = (file: File, overrides: GuardOverrides = {}): FormData => {
  const form = new FormData()
  // The server reads what stands before the file.
  form.append('overrides', JSON.stringify(overrides))
  form.append('file', file)
  return form
}

/** The college's three sheets out and in (T13): a filled one is looked at row by row, then all of it or nothing. */
export function BookPart({ ownerId, logs: { can, uploads } }: { readonly ownerId: string; readonly logs: Logs }): ReactNode {
  const [file, setFile] = useState<File | null>(null)
  const [reasons, setReasons] = useState<GuardOverrides>({})
  const after = useAfterChange()
  const params = { ownerId }
  const preview = useMutation({ mutationFn: (chosen: File) => call(previewWorkbook, { params, body: formOf(chosen) }) })
  const take = useMutation({
    mutationFn: (chosen: File) => call(takeOverWorkbook, { params, body: formOf(chosen, reasons) }),
    onSuccess: () => after(),
  })
  const choose = (chosen: File | null) => {
    if (chosen === null) return
    take.reset()
    preview.reset()
    setFile(chosen)
    setReasons({})
    preview.mutate(chosen)
  }
  const fault = take.error ?? preview.error
  return (
    <Part id="book" title={say.title}>
      <p className={styles['quiet']}>{say.text}</p>
      <Group gap="sm" mt="sm">
        <Button
          component="a"
          variant="default"
          href={addressOf(downloadWorkbook, params)}
          download
          leftSection={<IconDownload size={17} aria-hidden />}
        >
          {say.download}
        </Button>
        {can.write === null ? (
          <FileButton accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" onChange={choose}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={17} aria-hidden />} loading={preview.isPending}>
                {file === null ? say.upload : say.again}
              </Button>
            )}
          </FileButton>
        ) : null}
      </Group>
      <div role="alert">
        {fault === null ? null : (
          <Alert color="red" variant="light" mt="md" role="presentation">
            {sayFault(fault)}
          </Alert>
        )}
      </div>
      <div role="status">
        {take.data === undefined ? null : (
          <Alert color="green" variant="light" mt="md" role="presentation">
            {say.taken(take.data.added)}
          </Alert>
        )}
      </div>
      {file === null || preview.data === undefined || take.data !== undefined ? null : (
        <Shown
          name={file.name}
          read={preview.data}
          busy={take.isPending}
          onTake={() => take.mutate(file)}
          reasons={reasons}
          onReasons={setReasons}
        />
      )}
      {uploads.length === 0 ? null : (
        <>
          <h3 style={{ fontSize: 'var(--mantine-font-size-sm)', margin: '16px 0 0' }}>{say.files}</h3>
          <ul className={styles['spread']}>
            {uploads.map(({ id, name, rows }) => (
              <li key={id}>
                <a href={addressOf(uploadedWorkbook, { ownerId, uploadId: id })} download>
                  {say.file(name, rows)}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  )
}

interface ShownProps {
  readonly name: string
  readonly read: BookRead
  readonly busy: boolean
  readonly onTake: () => void
  readonly reasons: GuardOverrides
  readonly onReasons: (reasons: GuardOverrides) => void
}

function Shown({ name, read, busy, onTake, reasons, onReasons }: ShownProps): ReactNode {
  const { lines, faults, counts, sameFile, identifies } = read
  return (
    <section aria-label={say.rows} style={{ marginTop: 14 }}>
      <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
        <strong>{say.chosen(name)}</strong>: {say.counts(counts)}
      </p>
      {faults.length === 0 ? null : (
        <>
          <ul className={table['faults']} style={{ marginTop: 8 }}>
            {faults.map(({ sheet, line, message }) => (
              <li key={`${sheet} ${line} ${message}`}>{say.fault(sheet, line, message)}</li>
            ))}
          </ul>
          <p className={styles['quiet']}>{say.allOrNothing}</p>
        </>
      )}
      <GuardedLine label={say.fileName} text={name.replace(/\.xlsx$/i, '')} kind="anything else" />
      {sameFile === null && identifies.length > 0 ? <Identifies found={identifies} reasons={reasons} onReasons={onReasons} /> : null}
      {faults.length > 0 ? null : sameFile !== null ? (
        <p>{sameFile}</p>
      ) : counts.fresh === 0 ? (
        <p>{say.nothing}</p>
      ) : (
        <Button mt="sm" loading={busy} onClick={onTake}>
          {say.take(counts.fresh)}
        </Button>
      )}
      {lines.length === 0 ? null : (
        <table className={table['table']} data-wide style={{ marginTop: 12 }}>
          <thead>
            <tr>
              {Object.values(say.columns).map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.sheet} ${line.line}`}>
                <td data-name={say.columns.sheet}>{line.sheet}</td>
                <td data-name={say.columns.line}>{line.line}</td>
                <td data-name={say.columns.what}>
                  <bdi>{line.title}</bdi>
                </td>
                <td data-name={say.columns.state}>
                  {say.states[line.state]}
                  {line.note === '' ? '' : `. ${line.note}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

interface IdentifiesProps {
  readonly found: BookRead['identifies']
  readonly reasons: GuardOverrides
  readonly onReasons: (reasons: GuardOverrides) => void
}

/** In which rows something could identify a patient; a reason for a rule is one for the whole file (P18). */
function Identifies({ found, reasons, onReasons }: IdentifiesProps): ReactNode {
  const rules = [...new Set(found.map(({ rule }) => rule))]
  const keyOf = (rule: GuardRule) => overrideKey('file', rule)
  return (
    <div style={{ marginTop: 8 }}>
      <p style={{ margin: 0 }}>{say.identifies}</p>
      <ul className={table['faults']}>
        {found.map(({ sheet, line, rule }) => (
          <li key={`${sheet} ${line} ${rule}`}>{say.fault(sheet, line, guardWords.rules[rule].what)}</li>
        ))}
      </ul>
      {rules.map((rule) => (
        <TextInput
          key={rule}
          mt={8}
          maw={480}
          label={guardWords.reason(guardWords.rules[rule].what)}
          description={guardWords.reasonHint}
          maxLength={500}
          value={reasons[keyOf(rule)] ?? ''}
          onChange={({ currentTarget }) => onReasons({ ...reasons, [keyOf(rule)]: currentTarget.value })}
        />
      ))}
    </div>
  )
}
