const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** '1.4 MiB' */
export function saySize(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)))
  const amount = bytes / 1024 ** step
  return `${amount.toLocaleString('en-GB', { maximumFractionDigits: step < 2 || amount >= 100 ? 0 : 1 })} ${UNITS[step]}`
}
