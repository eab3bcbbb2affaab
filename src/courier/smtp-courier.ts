import { createTransport } from 'nodemailer'
import type { MailCourier } from '../core/call/missed-call.ts'

export interface SmtpOptions {
  /** `smtp://host:port`, or `smtps://host:port` for TLS from the first byte. */
  readonly server: string
  readonly from: string
  /** Undefined where nobody signs in. */
  readonly signIn: { readonly user: string; readonly pass: string } | undefined
  /** Milliseconds for each step. */
  readonly timeoutMs: number
}

/**
 * Hands mail over to an SMTP server. A name and a password go over TLS only: a server that offers none then gets no mail.
 */
export function makeSmtpCourier({ server, from, signIn, timeoutMs }: SmtpOptions): MailCourier {
  const { protocol, hostname, port } = new URL(server)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (secure ? 465 : 25),
    secure,
    ...(signIn && { auth: signIn, requireTLS: !secure && !isOwn(hostname) }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, text, id }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@dialbook>` })
      } catch (error) {
        // The text of the error may repeat what was said to the server.
        const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number }
        throw new Error(`the mail server does not take the mail (${responseCode ?? code ?? 'no answer'})`)
      }
    },
    close: () => transport.close(),
  }
}

/** Whether the server is on this machine, where nobody listens in. */
function isOwn(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
