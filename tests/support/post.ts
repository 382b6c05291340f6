import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Delivered {
  readonly to: string
  readonly subject: string
  /** The parts by their type, decoded. */
  readonly parts: Readonly<Record<string, string>>
  readonly raw: string
}

/** A mail server of this machine that keeps what it is given. */
export async function openPost() {
  const delivered: Delivered[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, answer) {
      let raw = ''
      stream.on('data', (piece: Buffer) => (raw += piece.toString('utf8')))
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) delivered.push({ to: address, ...readMail(raw), raw })
        answer()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    delivered,
    to: (address: string) => delivered.filter((mail) => mail.to === address),
    smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  }
}

/** Enough of MIME to read what nodemailer writes. */
function readMail(raw: string): Pick<Delivered, 'subject' | 'parts'> {
  const [head = ''] = raw.split('\r\n\r\n')
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1]
  const parts: Record<string, string> = {}
  for (const part of boundary === undefined ? [] : raw.split(`--${boundary}`).slice(1, -1)) {
    const at = part.indexOf('\r\n\r\n')
    const type = /Content-Type: ([\w/]+)/i.exec(part.slice(0, at))?.[1] ?? ''
    const encoding = /Content-Transfer-Encoding: ([\w-]+)/i.exec(part.slice(0, at))?.[1]
    parts[type] = decoded(part.slice(at + 4), encoding)
  }
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(head)?.[1] ?? ''
  return { subject: subject.replace(/\r\n[ \t]/g, ''), parts }
}

function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body.replace(/=\r\n/g, '').replace(/=([\dA-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
