import { useSyncExternalStore } from 'react'
import { v7 as newId } from 'uuid'
import { downloadReport, exportCsv, reportState, requestPdf, type Report, type ReportView } from '#domain/reports/contract.ts'
import { addressOf, call, callRaw, CallFault, sayFault } from '#web/platform/call.ts'
import { words } from './words.ts'

/** A report being made. It goes on when its window is closed. */
export interface ExportJob {
  readonly id: string
  readonly state: 'working' | 'ready' | 'failed'
  /** 0 to 1; null while nothing can be said. */
  readonly progress: number | null
  readonly said: string
  /** Where the finished report is fetched, and under which name. */
  readonly href: string | null
  readonly name: string
}

export type PdfOptions = { readonly details: boolean; readonly attachments: boolean }

const POLL_MS = 400
let jobs: readonly ExportJob[] = []
const listeners = new Set<() => void>()
const stops = new Map<string, AbortController>()

function set(id: string, to: Partial<ExportJob>): void {
  jobs = jobs.map((job) => (job.id === id ? { ...job, ...to } : job))
  for (const listener of listeners) listener()
}

const find = (id: string | null) => jobs.find((job) => job.id === id) ?? null

export const useExportJob = (id: string | null): ExportJob | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => find(id),
  )

/** Calls back once, when the job has ended. */
export function whenEnded(id: string, tell: (job: ExportJob) => void): void {
  const listener = () => {
    const job = find(id)
    if (job !== null && job.state === 'working') return
    listeners.delete(listener)
    if (job !== null) tell(job)
  }
  listeners.add(listener)
  listener()
}

export function stopExport(id: string): void {
  stops.get(id)?.abort()
  jobs = jobs.filter((job) => job.id !== id)
  for (const listener of listeners) listener()
}

function begin(id: string, name: string): AbortSignal {
  const stop = new AbortController()
  stops.set(id, stop)
  jobs = [...jobs.filter((job) => job.id !== id), { id, state: 'working', progress: null, said: words.making, href: null, name }]
  for (const listener of listeners) listener()
  return stop.signal
}

const fail = (id: string, fault: unknown) => {
  if (find(id) !== null) set(id, { state: 'failed', said: fault instanceof CallFault ? sayFault(fault) : words.failed })
}

export function saveAs(href: string, name: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
}

/** The rows arrive as they are made; the line ends tell how far it has got (R4). */
export function makeCsv(ownerId: string, view: ReportView, name: string): string {
  const id = newId()
  const signal = begin(id, name)
  const run = async () => {
    const answer = await callRaw(exportCsv, { params: { ownerId }, body: { ...view }, signal })
    const all = Number(answer.headers.get('cairn-rows') ?? Number.NaN)
    const parts: BlobPart[] = []
    let lines = 0
    const reader = answer.body!.getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      parts.push(piece.value)
      for (const byte of piece.value) if (byte === 10) lines++
      // Notes may hold line ends of their own, and the heading is one: never more than all.
      if (all > 0) set(id, { progress: Math.min(1, lines / all), said: words.received(Math.min(lines, all), all) })
    }
    const href = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }))
    saveAs(href, name)
    set(id, { state: 'ready', progress: 1, said: words.saved(name), href })
    // Long enough to be saved once more from the window.
    setTimeout(() => URL.revokeObjectURL(href), 10 * 60_000)
  }
  run().catch((fault: unknown) => fail(id, fault))
  return id
}

/** Made by a job of the server's; asked after until it is ready (R3, R4). */
export function makePdf(ownerId: string, view: ReportView, options: PdfOptions): string {
  const id = newId()
  const signal = begin(id, '')
  const run = async () => {
    let report: Report = await call(requestPdf, { params: { ownerId }, body: { ...view, ...options, id }, signal })
    while (report.state === 'waiting' || report.state === 'working') {
      set(id, { progress: report.progress, said: report.state === 'waiting' ? words.waiting : words.making })
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      if (signal.aborted) return
      report = await stateOf(ownerId, id, signal, report)
    }
    if (report.state === 'failed') return set(id, { state: 'failed', said: report.reason ?? words.failed })
    const href = addressOf(downloadReport, { ownerId, reportId: id })
    set(id, { state: 'ready', progress: 1, said: words.ready, href, name: report.fileName ?? '' })
  }
  run().catch((fault: unknown) => fail(id, fault))
  return id
}

/** A lost network is no failed report: the last known state stands until the server answers again. */
async function stateOf(ownerId: string, reportId: string, signal: AbortSignal, last: Report): Promise<Report> {
  try {
    return await call(reportState, { params: { ownerId, reportId }, background: true, signal })
  } catch (fault) {
    if (fault instanceof CallFault && (fault.code === 'offline' || fault.code === 'overloaded')) return last
    throw fault
  }
}
