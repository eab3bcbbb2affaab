import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect as connectTcp, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { hostIn, type TrunkTransport } from '../core/trunk/trunk.ts'

/** Milliseconds until a server that has not answered counts as silent, and between two tries. */
const patienceMs = 3000
const againEveryMs = 500

/** Opens a way to a server, and returns the function that closes it. `onText` gets what comes from there. */
type Open = (host: string, port: number, on: Handlers) => () => void

/** The own address and port of a way. */
type Own = () => { readonly address: string; readonly port: number }

interface Handlers {
  readonly onOpen: (own: Own, send: (request: string) => void) => void
  readonly onText: (text: string) => void
  readonly onEnd: () => void
}

/**
 * Asks a SIP server by OPTIONS whether it is there, `target` as in an address: `sip.example:5060`. Any answer is a yes, also a refusal.
 */
export function answersOptions(target: string, transport: TrunkTransport, signal: AbortSignal): Promise<boolean> {
  const host = hostIn(target)
  const port = Number(target.slice(target.lastIndexOf(':') + 1))
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const [branch, tag, callId] = [randomBytes(8), randomBytes(4), randomBytes(12)].map((bytes) => bytes.toString('hex'))
  const request = ({ address, port: own }: ReturnType<Own>): string => {
    const from = address.includes(':') ? `[${address}]` : address
    return [
      `OPTIONS sip:${target} SIP/2.0`,
      `Via: SIP/2.0/${transport.toUpperCase()} ${from}:${own};branch=z9hG4bK${branch};rport`,
      `From: <sip:dialbook@${from}>;tag=${tag}`,
      `To: <sip:${target}>`,
      ...[`Call-ID: ${callId}`, 'CSeq: 1 OPTIONS', 'Max-Forwards: 70', 'User-Agent: dialbook', 'Content-Length: 0'],
      ...['', ''],
    ].join('\r\n')
  }
  let again: NodeJS.Timeout | undefined
  const no = (): void => resolve(false)
  signal.addEventListener('abort', no, { once: true })
  const late = setTimeout(no, patienceMs)
  const open = transport === 'udp' ? openUdp : openStream(transport)
  const close = open(host, port, {
    onOpen(own, send) {
      const ask = (): void => send(request(own()))
      // Only UDP loses a question.
      if (transport === 'udp') again = setInterval(ask, againEveryMs)
      ask()
    },
    onText(text) {
      if (text.startsWith('SIP/2.0 ') && text.includes(callId as string)) resolve(true)
    },
    onEnd: no,
  })
  return promise.finally(() => {
    clearTimeout(late)
    clearInterval(again)
    signal.removeEventListener('abort', no)
    close()
  })
}

const openUdp: Open = (host, port, { onOpen, onText, onEnd }) => {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('error', onEnd)
  socket.on('message', (bytes) => onText(bytes.toString('latin1')))
  socket.connect(port, host, () =>
    onOpen(
      () => socket.address(),
      (request) => socket.send(request),
    ),
  )
  return () => socket.close()
}

function openStream(transport: 'tcp' | 'tls'): Open {
  return (host, port, { onOpen, onText, onEnd }) => {
    let text = ''
    // Nothing secret is said, and whoever answers is there: the certificate says nothing of that.
    const tls = { host, port, rejectUnauthorized: false, ...(isIP(host) === 0 && { servername: host }) }
    const socket = transport === 'tls' ? connectTls(tls) : connectTcp(port, host)
    socket.on('error', onEnd)
    socket.on('close', onEnd)
    socket.on('data', (bytes) => {
      text = (text + bytes.toString('latin1')).slice(0, 65_536)
      onText(text)
    })
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () =>
      onOpen(
        () => ({ address: socket.localAddress ?? '', port: socket.localPort ?? 0 }),
        (request) => socket.write(request),
      ),
    )
    return () => socket.destroy()
  }
}
