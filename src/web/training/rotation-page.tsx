import { Alert, Button, Checkbox, FileButton, Loader, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import { useState, type ReactNode } from 'react'
import { loadRotation, previewRotation, rotationTemplate, type RotationPreview } from '#domain/training/roster-contract.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import { addressOf, call, CallFault, sayFault } from '#web/platform/call.ts'
import { Page } from '#web/ui/page.tsx'
import { useAfterChange } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'

const route = getRouteApi('/signed-in/programmes/$programmeId/rotation')
const say = words.rotation
const MOST_CHARACTERS = 1_500_000

/** A rotation from a spreadsheet: chosen, seen line by line, loaded whole (T2). */
export function RotationPage(): ReactNode {
  const { programmeId } = route.useParams()
  const params = { programmeId }
  const [chosen, setChosen] = useState<{ name: string; csv: string } | null>(null)
  const after = useAfterChange()
  const preview = useMutation({
    mutationFn: async (file: File) => {
      const csv = decoded(await file.arrayBuffer())
      if (csv.length > MOST_CHARACTERS) throw new CallFault({ status: 0, code: 'too_large', title: say.tooLarge })
      setChosen({ name: file.name, csv })
      return call(previewRotation, { params, body: { csv } })
    },
  })
  const load = useMutation({
    mutationFn: () => call(loadRotation, { params, body: { csv: chosen?.csv ?? '' } }),
    onSuccess: async ({ loaded }) => {
      if (loaded) await after()
    },
  })
  const shown = load.data ?? preview.data
  const fault = load.error ?? preview.error
  return (
    <Page title={say.title} helpPage="coordinators">
      <Text size="sm" mb="md">
        <Link to="/programmes/$programmeId" params={params}>
          {say.back}
        </Link>
      </Text>
      <section className={styles['card']} aria-label={say.choose}>
        <Text size="sm">{say.text}</Text>
        <details className={styles['more']}>
          <summary>{say.columns}</summary>
          <Text size="sm" c="dimmed">
            {ROTATION_COLUMNS.join(', ')}
          </Text>
        </details>
        <div className={styles['acts']} style={{ marginTop: 12 }}>
          <FileButton
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
            inputProps={{ 'aria-label': say.choose }}
            onChange={(file) => {
              if (file === null) return
              load.reset()
              preview.mutate(file)
            }}
          >
            {(props) => <Button {...props}>{say.choose}</Button>}
          </FileButton>
          <Button component="a" variant="default" href={addressOf(rotationTemplate, params)} download>
            {say.template}
          </Button>
          {chosen === null ? null : (
            <Text size="sm">
              <bdi>{chosen.name}</bdi>
            </Text>
          )}
        </div>
      </section>
      <div role="status">{preview.isPending ? <Loader size="sm" aria-label={say.reading} /> : null}</div>
      {fault === null ? null : (
        <Alert color="red" variant="light" role="alert" mb="md">
          {sayFault(fault)}
        </Alert>
      )}
      {shown === undefined || preview.isPending ? null : <Shown preview={shown} loading={load.isPending} onLoad={() => load.mutate()} />}
    </Page>
  )
}

function Shown({
  preview,
  loading,
  onLoad,
}: {
  readonly preview: RotationPreview
  readonly loading: boolean
  readonly onLoad: () => void
}): ReactNode {
  const [onlyFaults, setOnlyFaults] = useState(false)
  const { changed, unchanged, faulty, loaded } = preview
  const lines = onlyFaults ? preview.lines.filter(({ faults }) => faults.length > 0) : preview.lines
  return (
    <section className={styles['card']} aria-labelledby="preview">
      <div className={styles['head']}>
        <h2 id="preview" role="status" className={styles['said']}>
          {loaded ? <IconCircleCheckFilled size={19} aria-hidden /> : null}
          {loaded ? say.loaded(changed) : say.summary(changed, unchanged, faulty)}
        </h2>
        {loaded || changed === 0 || faulty > 0 ? null : (
          <Button loading={loading} onClick={onLoad}>
            {say.load(changed)}
          </Button>
        )}
      </div>
      {faulty > 0 ? <Text size="sm">{say.faulty}</Text> : !loaded && changed === 0 ? <Text size="sm">{say.nothing}</Text> : null}
      {faulty > 0 ? (
        <Checkbox
          mt="sm"
          mb="xs"
          label={say.onlyFaults}
          checked={onlyFaults}
          onChange={({ currentTarget }) => setOnlyFaults(currentTarget.checked)}
        />
      ) : null}
      <div className={styles['frame']} role="region" aria-labelledby="preview" tabIndex={0}>
        <table className={styles['table']} data-wide>
          <thead>
            <tr>
              {[say.line, say.who, loaded ? say.changed : say.what].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ line, name, says, notes, faults }) => (
              <tr key={line}>
                <td data-name={say.line}>{line}</td>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td data-plain>
                  {faults.length > 0 ? (
                    <ul className={styles['faults']}>
                      {faults.map(({ column, message }) => (
                        <li key={`${column} ${message}`}>
                          {column === null ? '' : <strong>{column}: </strong>}
                          {message}
                        </li>
                      ))}
                    </ul>
                  ) : says.length === 0 ? (
                    <span className={styles['quiet']}>{say.same}</span>
                  ) : (
                    <ul className={styles['says']}>
                      {says.map((one) => (
                        <li key={one}>{one}</li>
                      ))}
                    </ul>
                  )}
                  {notes.length === 0 ? null : <div className={styles['quiet']}>{notes.join('; ')}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Spreadsheets write UTF-8, or the alphabet of Windows. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
