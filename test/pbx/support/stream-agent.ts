import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Extension } from './link.ts'
import { authorize, parse, type SipMessage, statusOf } from './sip-message.ts'

/** A way to the PBX: sends a request, and gives the next answer. */
export interface Way {
  /** The name of the way in a Via: `TCP`. */
  readonly via: string
  readonly host: string
  ask(request: string): Promise<SipMessage>
  close(): void
}

/** Registers an extension by a way, and returns the final status. */
export async function registerBy(way: Way, { number, secret }: Extension): Promise<number> {
  const uri = `sip:${way.host}`
  const callId = randomBytes(8).toString('hex')
  const ask = (sequence: number, more: readonly string[]) =>
    way.ask(
      [
        `REGISTER ${uri} SIP/2.0`,
        `Via: SIP/2.0/${way.via} ${way.host};branch=z9hG4bK${callId}${sequence};rport`,
        ...['Max-Forwards: 70', `From: <sip:${number}@${way.host}>;tag=1`, `To: <sip:${number}@${way.host}>`],
        ...[`Call-ID: ${callId}`, `CSeq: ${sequence} REGISTER`, 'Expires: 60', ...more],
        ...[`Contact: <sip:${number}@${way.host};transport=${way.via.toLowerCase()}>`, 'Content-Length: 0', '', ''],
      ].join('\r\n'),
    )
  const first = await ask(1, [])
  const authorization = authorize(first, { method: 'REGISTER', uri, username: number, secret })
  return statusOf(authorization ? await ask(2, [authorization]) : first)
}

/** UDP over IPv6, on loopback. */
export async function overUdp6(port: number): Promise<Way> {
  const socket = createSocket('udp6').bind(0, '::1')
  await once(socket, 'listening')
  return {
    ...{ via: 'UDP', host: '[::1]' },
    async ask(request) {
      socket.send(request, port, '::1')
      const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(30_000) })
      return parse(String(answer))
    },
    close: () => socket.close(),
  }
}

/** TCP, at an address of IPv4 or IPv6. */
export async function overTcp(host: string, port: number): Promise<Way> {
  const socket = closedQuietly(connectTcp(port, host))
  await once(socket, 'connect')
  return { ...plain(socket), via: 'TCP', host: host.includes(':') ? `[${host}]` : host }
}

/** TLS, which trusts the certificate `ca` and no other. */
export async function overTls(port: number, ca: Buffer): Promise<Way> {
  const socket = closedQuietly(connectTls({ port, host: '127.0.0.1', ca }))
  await once(socket, 'secureConnect')
  return { ...plain(socket), via: 'TLS', host: '127.0.0.1' }
}

/** A socket that the other side may break off: whoever waits for an answer then waits in vain, until the time is over. */
function closedQuietly<S extends Socket>(socket: S): S {
  socket.on('error', () => undefined)
  return socket
}

function plain(socket: Socket): Pick<Way, 'ask' | 'close'> {
  return {
    async ask(request) {
      socket.write(request)
      const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(30_000) })
      return parse(String(answer))
    },
    close: () => socket.destroy(),
  }
}

/** A secure WebSocket, as a browser opens it (RFC 7118). */
export async function overWebSocket(port: number, ca: Buffer): Promise<Way> {
  const socket = closedQuietly(connectTls({ port, host: '127.0.0.1', ca }))
  await once(socket, 'secureConnect')
  socket.write(
    [
      ...['GET /ws HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Upgrade: websocket', 'Connection: Upgrade'],
      ...[`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, 'Sec-WebSocket-Version: 13'],
      ...['Sec-WebSocket-Protocol: sip', '', ''],
    ].join('\r\n'),
  )
  const [greeting] = await once(socket, 'data', { signal: AbortSignal.timeout(30_000) })
  if (!/^HTTP\/1\.1 101 [\s\S]*sec-websocket-protocol: sip/i.test(String(greeting))) throw new Error(String(greeting))
  return {
    ...{ via: 'WSS', host: '127.0.0.1' },
    async ask(request) {
      socket.write(masked(Buffer.from(request)))
      for (let held = Buffer.alloc(0); ; ) {
        const [more] = await once(socket, 'data', { signal: AbortSignal.timeout(30_000) })
        held = Buffer.concat([held, more])
        // A frame of the server is not masked. Answers have from 126 to 65,535 bytes.
        if (held.length >= 4 && held.length >= 4 + held.readUInt16BE(2)) return parse(String(held.subarray(4)))
      }
    },
    // A frame that ends the WebSocket, with an empty mask.
    close: () => socket.end(Buffer.from([0x88, 0x80, 0, 0, 0, 0])),
  }
}

/** One frame of text, masked as a client must (RFC 6455 §5.3). */
function masked(text: Buffer): Buffer {
  const mask = randomBytes(4)
  const head = Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 0xff])
  return Buffer.concat([head, mask, Buffer.from(text.map((byte, index) => byte ^ (mask[index % 4] as number)))])
}
