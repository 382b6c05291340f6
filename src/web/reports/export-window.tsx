import { Alert, Button, Checkbox, Group, Modal, Progress, Radio, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { listTags } from '#domain/portfolio/tag-contract.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { ROWS_PER_VOLUME } from '#domain/reports/contract.ts'
import { reportColumnTitle, type ReportColumn } from '#domain/reports/sync-column.ts'
import { fileNameOf } from '#domain/reports/words.ts'
import { useConnections } from '#web/connections/connections-queries.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useToday } from '#web/platform/zone.ts'
import { useLens } from '#web/portfolio/lens.ts'
import { makeCsv, makePdf, saveAs, stopExport, useExportJob, whenEnded, type ExportJob } from './export-jobs.ts'
import styles from './export-window.module.css'
import { words } from './words.ts'

interface ExportWindowProps {
  readonly filters: ItemFilters
  readonly columns: readonly Column[]
  readonly rows: number
  /** Selected rows alone. */
  readonly only?: readonly string[]
  readonly onClose: () => void
}

/** A report of exactly what is on screen (R1), made while its owner may go on working (R4). */
export default function ExportWindow({ filters, columns, rows, only, onClose }: ExportWindowProps) {
  const ownerId = usePerson().id
  const today = useToday()
  const [format, setFormat] = useState<'pdf' | 'csv'>('pdf')
  const [details, setDetails] = useState(false)
  const [attachments, setAttachments] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useExportJob(jobId)
  const open = useRef(true)
  useEffect(() => {
    open.current = true
    return () => {
      open.current = false
    }
  }, [])
  const make = () => {
    const view = { filters, columns: [...columns], ...(only === undefined ? {} : { only: [...only] }) }
    const id = format === 'csv' ? makeCsv(ownerId, view, fileNameOf(view, today, 'csv')) : makePdf(ownerId, view, { details, attachments })
    setJobId(id)
    whenEnded(id, (ended) => {
      if (!open.current) tellEnded(ended)
    })
  }
  const volumes = Math.ceil(rows / ROWS_PER_VOLUME)
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg" yOffset="8vh">
      <Stack gap="md">
        <What filters={filters} columns={columns} rows={rows} selected={only !== undefined} />
        {rows === 0 ? (
          <Alert color="gray">{words.nothing}</Alert>
        ) : job === null ? (
          <>
            <Radio.Group label={words.format} value={format} onChange={(value) => setFormat(value === 'csv' ? 'csv' : 'pdf')}>
              <Group gap="xl" mt={6}>
                <Radio value="pdf" label={words.pdf} description={words.pdfHint} />
                <Radio value="csv" label={words.csv} description={words.csvHint} />
              </Group>
            </Radio.Group>
            {format === 'pdf' && (
              <Stack gap="xs">
                <Checkbox label={words.details} checked={details} onChange={({ currentTarget }) => setDetails(currentTarget.checked)} />
                <Checkbox
                  label={words.attachments}
                  description={words.attachmentsHint}
                  checked={attachments}
                  onChange={({ currentTarget }) => setAttachments(currentTarget.checked)}
                />
                {volumes > 1 && (
                  <Text size="sm" c="dimmed">
                    {words.volumes(volumes)}
                  </Text>
                )}
              </Stack>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {words.cancel}
              </Button>
              <Button onClick={make}>{words.make}</Button>
            </Group>
          </>
        ) : (
          <Making job={job} onAgain={() => setJobId(null)} onRetry={make} onClose={onClose} />
        )}
      </Stack>
    </Modal>
  )
}

interface MakingProps {
  readonly job: ExportJob
  readonly onAgain: () => void
  readonly onRetry: () => void
  readonly onClose: () => void
}

function Making({ job, onAgain, onRetry, onClose }: MakingProps) {
  const { href } = job
  return (
    <Stack gap="sm">
      {job.state !== 'failed' && (
        <Progress
          value={(job.progress ?? 0) * 100}
          animated={job.state === 'working'}
          striped={job.state === 'working'}
          size="lg"
          aria-label={words.progress}
        />
      )}
      <Text role={job.state === 'failed' ? 'alert' : 'status'} size="sm" c={job.state === 'failed' ? 'var(--mantine-color-error)' : ''}>
        {job.said}
      </Text>
      {job.state === 'working' && (
        <Text size="sm" c="dimmed">
          {words.backgroundHint}
        </Text>
      )}
      <Group justify="flex-end">
        {job.state === 'working' && (
          <>
            <Button
              variant="default"
              onClick={() => {
                stopExport(job.id)
                onAgain()
              }}
            >
              {words.cancel}
            </Button>
            <Button onClick={onClose}>{words.background}</Button>
          </>
        )}
        {job.state === 'failed' && <Button onClick={onRetry}>{words.again}</Button>}
        {job.state === 'ready' && href !== null && (
          <>
            <Button variant="subtle" onClick={onAgain}>
              {words.another}
            </Button>
            <Button variant="default" onClick={onClose}>
              {words.close}
            </Button>
            <Button component="a" href={href} download={job.name} data-autofocus>
              {words.download}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  )
}

/** Whoever closed the window is told when it is done. */
function tellEnded(job: ExportJob): void {
  const id = `export-${job.id}`
  const { href } = job
  notifications.show({
    id,
    autoClose: false,
    ...(job.state === 'failed' ? { color: 'red' } : {}),
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{job.said}</Text>
        {job.state === 'ready' && href !== null && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              saveAs(href, job.name)
              notifications.hide(id)
            }}
          >
            {words.download}
          </Button>
        )}
      </Group>
    ),
  })
}

interface WhatProps {
  readonly filters: ItemFilters
  readonly columns: readonly Column[]
  readonly rows: number
  readonly selected: boolean
}

/** Said before it is made: rows, dates, filters, order and columns. */
function What({ filters, columns, rows, selected }: WhatProps) {
  const narrowed = useNarrowedWords(filters)
  const { awardUnit } = useLens()
  const connected = useConnections()?.connections ?? []
  const shown: readonly ReportColumn[] = connected.length > 0 && !filters.bin ? [...columns, 'sync'] : columns
  const lines = [
    [words.labels.rows, `${words.rows(rows)}: ${selected ? words.onlySelected : words.allMatching}`],
    [words.labels.dates, sayDates(filters)],
    [words.labels.narrowed, narrowed],
    [words.labels.columns, shown.map((column) => reportColumnTitle(column, awardUnit)).join(', ')],
  ] as const
  return (
    <section aria-label={words.what} className={styles.what}>
      <dl>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function sayDates({ from, to }: ItemFilters): string {
  if (from !== undefined && to !== undefined) return words.between(shortDate(from), shortDate(to))
  if (from !== undefined) return words.since(shortDate(from))
  return to === undefined ? words.anyDate : words.until(shortDate(to))
}

function useNarrowedWords(filters: ItemFilters): string {
  const ownerId = usePerson().id
  const tags = useQuery({
    queryKey: [ownerId, 'tags'],
    queryFn: ({ signal }) => call(listTags, { params: { ownerId }, signal }),
    enabled: filters.tags.length > 0,
  }).data?.tags
  const said = [
    ...filters.tags.flatMap((id) => tags?.find((tag) => tag.id === id)?.label ?? []),
    ...(filters.type === undefined ? [] : [TYPE_WORDS[filters.type]]),
    ...(filters.status === undefined ? [] : [STATUS_WORDS[filters.status]]),
    ...(filters.withoutCredits ? [words.withoutCredits] : []),
    ...(filters.search === '' ? [] : [words.search(filters.search)]),
  ]
  return said.length === 0 ? words.everything : said.join(' + ')
}
