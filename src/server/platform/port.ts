import { once } from 'node:events'
import { createServer } from 'node:net'
import { PlainError, PortInUse } from './plain-error.ts'

/** Says before anything is written or started that the server could not listen. @throws PortInUse, PlainError */
export async function refuseUsedPort(host: string, port: number): Promise<void> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    throw whyNotListening(error, host, port)
  } finally {
    if (server.listening) {
      server.close()
      await once(server, 'close')
    }
  }
}

/** What stands in the way, in plain words; an error of another kind comes back as it is. */
export function whyNotListening(error: unknown, host: string, port: number): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    const other = port === 65_535 ? 7420 : port + 1
    return new PortInUse(
      `Port ${port} on ${host} is in use by another program. Name another with CAIRN_PORT, such as CAIRN_PORT=${other}. Nothing was changed.`,
    )
  }
  if (code === 'EACCES' && syscall === 'listen')
    return new PlainError(`Cairn may not listen on port ${port}: ports below 1024 need more rights. Name another with CAIRN_PORT.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new PlainError(`CAIRN_HOST is "${host}", which is no address of this computer.`)
  return error
}
