import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { hostIn } from '../core/trunk/trunk.ts'

/** Milliseconds until a server that has not answered counts as silent, and between two tries. */
const patienceMs = 3000
const againEveryMs = 500

/**
 * Asks a SIP server by OPTIONS over UDP whether it is there, `target` as in an address: `sip.example:5060`. Any answer is a
 * yes, also a refusal.
 */
export function answersOptions(target: string, signal: AbortSignal): Promise<boolean> {
  const host = hostIn(target)
  const port = Number(target.slice(target.lastIndexOf(':') + 1))
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const [branch, tag, callId] = [randomBytes(8), randomBytes(4), randomBytes(12)].map((bytes) => bytes.toString('hex'))
  const send = (): void => {
    const own = socket.address()
    const from = host.includes(':') ? `[${own.address}]` : own.address
    const lines = [
      `OPTIONS sip:${target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${from}:${own.port};branch=z9hG4bK${branch};rport`,
      `From: <sip:dialbook@${from}>;tag=${tag}`,
      `To: <sip:${target}>`,
      ...[`Call-ID: ${callId}`, 'CSeq: 1 OPTIONS', 'Max-Forwards: 70', 'User-Agent: dialbook', 'Content-Length: 0'],
      ...['', ''],
    ]
    socket.send(lines.join('\r\n'))
  }
  const no = (): void => resolve(false)
  socket.on('error', no)
  socket.on('message', (bytes) => {
    const text = bytes.toString('latin1')
    if (text.startsWith('SIP/2.0 ') && text.includes(callId as string)) resolve(true)
  })
  signal.addEventListener('abort', no, { once: true })
  const late = setTimeout(no, patienceMs)
  let again: NodeJS.Timeout | undefined
  socket.connect(port, host, () => {
    again = setInterval(send, againEveryMs)
    send()
  })
  return promise.finally(() => {
    clearTimeout(late)
    clearInterval(again)
    signal.removeEventListener('abort', no)
    socket.close()
  })
}
