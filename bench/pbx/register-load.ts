import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { authorize, parse, type SipMessage, statusOf } from '../../test/pbx/support/sip-message.ts'

/** An extension that registers. */
export interface Registrant {
  readonly number: string
  readonly secret: string
}

/** Milliseconds after which a request is sent once more, and after which nobody answers. */
const againAfterMs = 4000
const patienceMs = 60_000

/** Registers extensions by UDP, so many at once, each as a phone does: asked for its secret, then with it. Rejects for one that is refused. */
export async function registerAll(all: Iterable<Registrant>, pbx: number, atOnce: number): Promise<void> {
  const waiting = all[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const socket = createSocket('udp4').bind(0, '127.0.0.1')
      await once(socket, 'listening')
      try {
        for (let next = waiting.next(); !next.done; next = waiting.next()) await register(socket, next.value, pbx)
      } finally {
        socket.close()
      }
    }),
  )
}

async function register(socket: Socket, { number, secret }: Registrant, pbx: number): Promise<void> {
  const uri = `sip:127.0.0.1:${pbx}`
  const callId = randomBytes(8).toString('hex')
  const { port } = socket.address()
  const ask = (sequence: number, more: readonly string[]): Promise<SipMessage> => {
    const lines = [
      `REGISTER ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${callId}${sequence};rport`,
      ...['Max-Forwards: 70', `From: <sip:${number}@127.0.0.1>;tag=1`, `To: <sip:${number}@127.0.0.1>`],
      ...[`Call-ID: ${callId}`, `CSeq: ${sequence} REGISTER`, 'Expires: 600', ...more],
      ...[`Contact: <sip:${number}@127.0.0.1:${port}>`, 'Content-Length: 0', '', ''],
    ]
    return exchange(socket, lines.join('\r\n'), pbx, `${callId} ${sequence} REGISTER`)
  }
  const first = await ask(1, [])
  const authorization = authorize(first, { method: 'REGISTER', uri, username: number, secret })
  const status = statusOf(authorization ? await ask(2, [authorization]) : first)
  if (status !== 200) throw new Error(`${number} was refused with ${status}`)
}

/** Sends a request until its final answer is there. */
async function exchange(socket: Socket, request: string, pbx: number, wanted: string): Promise<SipMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<SipMessage>()
  const hear = (bytes: Buffer) => {
    const answer = parse(String(bytes))
    const isWanted = `${answer.headers.get('call-id')} ${answer.headers.get('cseq')}` === wanted
    if (isWanted && statusOf(answer) >= 200) resolve(answer)
  }
  const send = () => socket.send(request, pbx, '127.0.0.1')
  const timer = setInterval(send, againAfterMs)
  const late = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs)
  socket.on('message', hear)
  send()
  try {
    return await promise
  } finally {
    clearInterval(timer)
    clearTimeout(late)
    socket.off('message', hear)
  }
}
