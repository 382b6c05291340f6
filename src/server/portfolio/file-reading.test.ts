import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { fileReader } from './file-reading.ts'

const script = (text: string) =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';${text}`)}`)

test('P11: hostile files of many megabytes are judged while the server answers everybody else', async () => {
  const read = fileReader()
  await read(Buffer.from('warm'))
  const pause = monitorEventLoopDelay({ resolution: 5 })
  pause.enable()
  const readings = []
  for (const hostile of [
    Buffer.from('GIF89a\0' + '<exif:GPSa'.repeat(1_000_000)),
    Buffer.from('GIF89a' + 'II*\0\x08\0\0\0\xff\xff'.repeat(1_000_000), 'latin1'),
    Buffer.alloc(20_000_000, 0xe4),
    Buffer.alloc(20_000_000, 'PK\x03\x04'),
    Buffer.alloc(20_000_000, 'ID3\x03\0\0\0\0\0\0', 'latin1'),
  ]) {
    pause.reset()
    readings.push(await read(hostile))
    expect(pause.max / 1e6).toBeLessThan(1000)
  }
  pause.disable()
  expect(readings.map((reading) => reading?.bytes === null)).toEqual([true, true, false, false, false])
})

test('P11: what takes longer than any honest file does is given up, and the next file is read', async () => {
  const hanging = script(
    `parentPort.on('message', (sent) => { if (sent[0] === 1) for (;;); parentPort.postMessage({ content: { kind: 'text' }, bytes: sent }) })`,
  )
  const read = fileReader(hanging, 500)
  expect(await read(new Uint8Array([1]))).toBeNull()
  expect(await read(new Uint8Array([2]))).toEqual({ content: { kind: 'text' }, bytes: new Uint8Array([2]) })
})

test('P11: what takes more memory than any honest file does is given up', async () => {
  const greedy = script(`parentPort.on('message', () => { const all = []; for (;;) all.push({ all }) })`)
  expect(await fileReader(greedy, 25_000)(new Uint8Array([1]))).toBeNull()
})

test('P11: a fault of the reader itself is said, not taken for the file’s', async () => {
  const faulty = script(`parentPort.on('message', () => { throw new Error('broken') })`)
  await expect(fileReader(faulty)(new Uint8Array([1]))).rejects.toThrow('broken')
})

test('P11: a part of a larger buffer is read and the rest left alone', async () => {
  const whole = Buffer.from('one two three')
  const reading = await fileReader()(whole.subarray(4, 7))
  expect(Buffer.from(reading!.bytes!).toString()).toBe('two')
  expect(whole.toString()).toBe('one two three')
})
