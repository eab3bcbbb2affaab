import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as its server took it. */
export interface TakenMail {
  readonly to: string
  readonly from: string
  readonly text: string
  /** The name that the sender signed in with; undefined where he did not. */
  readonly user: string | undefined
}

/** An SMTP server that keeps what it takes. */
export interface MailServer {
  readonly address: string
  readonly taken: TakenMail[]
  /** The number of mails to refuse for now, with 451. */
  refusals: number
  close(): Promise<void>
}

/** Starts an SMTP server on loopback. With `password` only who knows it may send. */
export async function startMailServer(password?: string): Promise<MailServer> {
  const taken: TakenMail[] = []
  const smtp = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth(auth, _session, done) {
      if (auth.password === password) done(null, { user: auth.username })
      else done(new Error('wrong password'))
    },
    async onData(stream, session, done) {
      let text = ''
      for await (const chunk of stream.setEncoding('utf8')) text += chunk
      if (server.refusals > 0) {
        server.refusals -= 1
        done(Object.assign(new Error('try again later'), { responseCode: 451 }))
        return
      }
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom === false ? '' : mailFrom.address
      taken.push({ to: rcptTo.map(({ address }) => address).join(), from, text, user: session.user })
      done()
    },
  })
  smtp.on('error', () => undefined)
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const { port } = smtp.server.address() as AddressInfo
  const server: MailServer = {
    address: `smtp://127.0.0.1:${port}`,
    taken,
    refusals: 0,
    close: () => new Promise((closed) => smtp.close(() => closed())),
  }
  return server
}
