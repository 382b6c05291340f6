import { useSyncExternalStore } from 'react'
import { v7 as newId } from 'uuid'
import type { FileRef } from '#domain/portfolio/contract.ts'
import { beginUpload, MOST_FILE_BYTES, sendPiece } from '#domain/portfolio/file-contract.ts'
import { addressOf, call, CallFault, sayFault } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { itemsChanged } from './portfolio-queries.ts'
import { windowWords as words } from './window-words.ts'

/** A file on its way. It goes on when its window is closed; `stopped` waits for the network or for 'Go on'. */
export interface Upload {
  readonly id: string
  readonly ownerId: string
  readonly itemId: string
  readonly name: string
  readonly sizeBytes: number
  readonly sent: number
  readonly state: 'waiting' | 'sending' | 'stopped' | 'refused'
  readonly reason: string
}

const PIECE_BYTES = 2 * 1024 * 1024
const PAUSES_MS = [500, 1500, 4000, 8000]

let uploads: readonly Upload[] = []
const files = new Map<string, File>()
const listeners = new Set<() => void>()
/** Who is told when a file is refused or stays behind, besides the tab that lists it. */
const tellers = new Map<string, (upload: Upload) => void>()

function set(next: readonly Upload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}

/** Ends the sending for now, and says so to whoever asked to know. */
function fail(id: string, state: 'stopped' | 'refused', reason: string): void {
  change(id, { state, reason })
  const upload = find(id)
  if (upload) tellers.get(id)?.(upload)
}

const change = (id: string, to: Partial<Upload>) => set(uploads.map((one) => (one.id === id ? { ...one, ...to } : one)))
const find = (id: string) => uploads.find((one) => one.id === id)

export const useUploads = (itemId: string): readonly Upload[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  ).filter((one) => one.itemId === itemId)

export function addUploads(ownerId: string, itemId: string, chosen: readonly File[], onFail?: (upload: Upload) => void): void {
  for (const file of chosen) {
    const id = rememberedId(itemId, file)
    if (find(id)) continue
    const reason = file.size > MOST_FILE_BYTES ? words.files.tooLarge : file.size === 0 ? words.files.empty : ''
    files.set(id, file)
    const upload: Upload = {
      id,
      ownerId,
      itemId,
      name: file.name,
      sizeBytes: file.size,
      sent: 0,
      state: reason ? 'refused' : 'waiting',
      reason,
    }
    set([...uploads, upload])
    if (onFail) tellers.set(id, onFail)
    if (reason) onFail?.(upload)
  }
  void work()
}

export function resumeUpload(id: string): void {
  change(id, { state: 'waiting', reason: '' })
  void work()
}

export function dropUpload(id: string): void {
  const upload = find(id)
  const file = files.get(id)
  if (upload && file) forgetId(upload.itemId, file)
  files.delete(id)
  tellers.delete(id)
  set(uploads.filter((one) => one.id !== id))
}

let working = false

/** One file after the other, so that each is there soon. */
async function work(): Promise<void> {
  if (working) return
  working = true
  for (let next = waiting(); next !== undefined; next = waiting()) await send(next)
  working = false
}

const waiting = () => uploads.find((one) => one.state === 'waiting')

async function send(upload: Upload): Promise<void> {
  const { id, ownerId, itemId, name, sizeBytes } = upload
  const file = files.get(id)
  if (file === undefined) return dropUpload(id)
  change(id, { state: 'sending' })
  let failures = 0
  while (find(id)) {
    try {
      let { offset } = await call(beginUpload, {
        params: { ownerId, id: itemId },
        body: { uploadId: id, name, sizeBytes },
      })
      while (find(id)) {
        change(id, { sent: offset })
        const answer = await sendBytes(upload, file.slice(offset, offset + PIECE_BYTES), offset)
        failures = 0
        offset = answer.offset
        if (answer.file !== null) return arrived(upload)
      }
    } catch (fault) {
      const mayPass =
        fault instanceof CallFault &&
        (fault.code === 'offline' || fault.code === 'overloaded' || fault.code === 'internal' || fault.code === 'not_signed_in')
      if (!mayPass) return fail(id, 'refused', sayFault(fault))
      const pause = PAUSES_MS[failures++]
      if (pause === undefined) return fail(id, 'stopped', words.files.stopped)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** A piece is bytes, which `call` does not send. @throws CallFault */
async function sendBytes({ ownerId, itemId, id }: Upload, bytes: Blob, offset: number): Promise<{ offset: number; file: FileRef | null }> {
  const address = addressOf(sendPiece, { ownerId, id: itemId, uploadId: id }, { offset })
  const headers = { 'content-type': 'application/octet-stream', accept: 'application/json' }
  const answer = await fetch(address, {
    method: sendPiece.method,
    headers,
    body: bytes,
    credentials: 'same-origin',
  }).catch(() => null)
  if (answer === null) throw new CallFault({ status: 0, code: 'offline', title: words.files.stopped })
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>
  if (answer.ok) return said as { offset: number; file: FileRef | null }
  throw new CallFault({
    status: answer.status,
    code: (said['code'] as CallFault['code'] | undefined) ?? 'internal',
    title: typeof said['title'] === 'string' ? said['title'] : words.files.stopped,
  })
}

function arrived(upload: Upload): void {
  dropUpload(upload.id)
  void queryClient.invalidateQueries({ queryKey: [upload.ownerId, 'item', upload.itemId] })
  void queryClient.invalidateQueries({ queryKey: [upload.ownerId, 'storage'] })
  void itemsChanged(queryClient, upload.ownerId)
}

/*
 * An upload is known again after a reload when the same file is chosen for the same item: its id is kept for as long
 * as the tab is open, under a hash, so that no name of a file stays behind.
 */
const keyOf = (itemId: string, file: File) => {
  const text = `${itemId}/${file.name}/${file.size}/${file.lastModified}`
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return `cairn-upload:${(hash >>> 0).toString(36)}`
}

function rememberedId(itemId: string, file: File): string {
  const key = keyOf(itemId, file)
  const id = sessionStorage.getItem(key) ?? newId()
  sessionStorage.setItem(key, id)
  return id
}

const forgetId = (itemId: string, file: File) => sessionStorage.removeItem(keyOf(itemId, file))

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => {
    for (const one of uploads) if (one.state === 'stopped') resumeUpload(one.id)
  })
}
