/**
 * An error whose message is written for the person who starts Cairn: it says what is in the way and what to do.
 * Shown as it stands, without a stack, and the process ends with code 1.
 */
export class PlainError extends Error {
  override name = 'PlainError'
}

/** The disk has no room; nothing was left half-done. */
export class DiskFull extends PlainError {
  override name = 'DiskFull'
}

/** Another program listens where Cairn was asked to. */
export class PortInUse extends PlainError {
  override name = 'PortInUse'
}

/** Tells a full disk, a read-only or a forbidden folder from a fault of ours. */
export function plainly(error: unknown, folder: string): unknown {
  if (error instanceof PlainError) return error
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device|disk is full/i.test(String(message))) {
    return new DiskFull(`The disk that holds ${folder} is full. Make room and start again; nothing was left half-done.`)
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new PlainError(`Cairn may not write to ${folder}. Give it the right to, or name another data folder with CAIRN_DATA.`)
  }
  if (code === 'EROFS') {
    return new PlainError(`${folder} is on a disk that can only be read. Name another data folder with CAIRN_DATA.`)
  }
  return error
}
