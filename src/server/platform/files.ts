import type { Readable } from 'node:stream'

/**
 * Where the bytes of files lie (N5). Names are made by the caller, lower-case letters, digits, `-` and `/`; what was written under a name
 * is never written again. A folder keeps them now; an S3 store can take this seam later.
 */
export interface FileStore {
  /** Bytes of an upload so far; 0 where there is none. */
  sizeOfIncoming(name: string): Promise<number>
  /** Writes a piece at `offset` and syncs it. Returns how far it got, which is less where the piece leaves a gap and more where it came before. */
  appendIncoming(name: string, offset: number, piece: Uint8Array): Promise<number>
  readIncoming(name: string): Readable
  dropIncoming(name: string): Promise<void>
  /** Writes to a temporary name, syncs, renames: `name` is there whole or not at all. */
  put(name: string, bytes: Readable | Uint8Array): Promise<{ sizeBytes: number; sha256: string }>
  /** The same for what carries sums of its own: what would be a second reading of every byte is saved. */
  putUnsummed(name: string, bytes: Readable | Uint8Array): Promise<{ sizeBytes: number }>
  /** `pieceBytes` is how much is read at once, 64 KiB unless said: more goes faster and holds more memory. */
  read(name: string, part?: { start?: number; end?: number; pieceBytes?: number }): Readable
  has(name: string): Promise<boolean>
  remove(name: string): Promise<void>
  /** Every name under a prefix, with when it was written, for sweeping what no row names. */
  list(prefix: string): AsyncIterable<{ name: string; writtenAt: Date }>
  /** The same of uploads under way. */
  listIncoming(): AsyncIterable<{ name: string; writtenAt: Date }>
}
