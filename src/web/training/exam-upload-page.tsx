import { Alert, Button, FileButton, Group, ScrollArea, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs'
import { useState, type ReactNode } from 'react'
import { examTemplate, MOST_CHARACTERS, previewExamUpload, uploadExams } from '#domain/training/college-exams-contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { addressOf, call, sayFault, type CallOutput } from '#web/platform/call.ts'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { words } from './paper-page-words.ts'
import styles from './papers.module.css'

const say = words.upload
type Preview = CallOutput<typeof previewExamUpload>

/** The college's exam results from a CSV: looked at line by line, then all of it or nothing (T5). */
export function ExamUploadPage(): ReactNode {
  const [file, setFile] = useState<{ name: string; text: string } | null>(null)
  const preview = useMutation({ mutationFn: (text: string) => call(previewExamUpload, { body: { text } }) })
  const load = useMutation({ mutationFn: (text: string) => call(uploadExams, { body: { text } }) })
  const choose = async (chosen: File | null) => {
    if (chosen === null) return
    load.reset()
    preview.reset()
    // Larger than it may be: the first part is enough to be told so.
    const text = await chosen.slice(0, MOST_CHARACTERS * 4).text()
    setFile({ name: chosen.name, text })
    preview.mutate(text)
  }
  const fault = load.error ?? preview.error
  return (
    <CollegeFrame title={say.title} helpPage="exam-results">
      <p className={styles['intro']}>{say.intro}</p>
      <Group gap="sm">
        <FileButton accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain" onChange={(chosen) => void choose(chosen)}>
          {(props) => (
            <Button {...props} leftSection={<IconUpload size={17} aria-hidden />} loading={preview.isPending}>
              {file === null ? say.choose : say.again}
            </Button>
          )}
        </FileButton>
        <Button
          component="a"
          variant="default"
          href={addressOf(examTemplate)}
          download
          leftSection={<IconDownload size={17} aria-hidden />}
        >
          {say.template}
        </Button>
      </Group>
      <div role="alert">
        {fault !== null && (
          <Alert color="red" variant="light" mt="md" role="presentation">
            {sayFault(fault)}
          </Alert>
        )}
      </div>
      <div role="status">
        {load.data !== undefined && (
          <Alert color="green" variant="light" mt="md" role="presentation">
            {say.done(load.data.counts.fresh + load.data.counts.corrects)}
          </Alert>
        )}
      </div>
      {file !== null && preview.data !== undefined && load.data === undefined && (
        <Shown name={file.name} preview={preview.data} busy={load.isPending} onLoad={() => load.mutate(file.text)} />
      )}
    </CollegeFrame>
  )
}

interface ShownProps {
  readonly name: string
  readonly preview: Preview
  readonly busy: boolean
  readonly onLoad: () => void
}

function Shown({ name, preview: { counts, lines, report }, busy, onLoad }: ShownProps): ReactNode {
  const toLoad = counts.fresh + counts.corrects
  const said = [
    say.fresh(counts.fresh),
    ...(counts.corrects > 0 ? [say.corrects(counts.corrects)] : []),
    ...(counts.there > 0 ? [say.there(counts.there)] : []),
    say.faults(counts.faults),
  ]
  return (
    <section aria-label={say.counts}>
      <div className={styles['head']}>
        <h2>{say.chosen(name)}</h2>
      </div>
      <p>
        <strong>{said.join(' · ')}</strong>
      </p>
      {counts.faults > 0 ? (
        <>
          <p>{say.allOrNothing}</p>
          <Button
            variant="default"
            leftSection={<IconDownload size={17} aria-hidden />}
            onClick={() => saveText('not-matched.csv', report)}
          >
            {say.report}
          </Button>
        </>
      ) : toLoad === 0 ? (
        <p>{say.nothing}</p>
      ) : (
        <Button loading={busy} onClick={onLoad}>
          {say.load(toLoad)}
        </Button>
      )}
      <p className={styles['quiet']} style={{ marginTop: 16 }}>
        {say.first(lines.length)}
      </p>
      <ScrollArea viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': say.lines }}>
        <Table miw="46rem" verticalSpacing="xs" aria-label={say.lines}>
          <Table.Thead>
            <Table.Tr>
              {Object.values(say.columns).map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.line}>
                <Table.Td>{line.line}</Table.Td>
                <Table.Td>
                  <span
                    className={styles['state']}
                    data-warn={line.state === 'fault' || undefined}
                    data-good={line.state === 'new' || undefined}
                  >
                    {line.state === 'fault' ? line.fault : say.states[line.state]}
                  </span>
                </Table.Td>
                <Table.Td>{line.professionalNumber}</Table.Td>
                <Table.Td>
                  <bdi>{line.name}</bdi>
                </Table.Td>
                <Table.Td>{line.exam}</Table.Td>
                <Table.Td>{line.takenOn === null ? '' : longDate(line.takenOn)}</Table.Td>
                <Table.Td>{line.result}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </section>
  )
}

function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
