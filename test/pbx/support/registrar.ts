import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { md5, parse, type SipMessage } from './sip-message.ts'

/** A registration that a registrar has taken or refused. */
export interface Registered {
  readonly contact: string
  readonly expires: number
  readonly isRight: boolean
}

/** The registrar of a provider: it takes a user with a password, in a realm. */
export class Registrar {
  /** Every REGISTER with credentials so far. */
  readonly seen: Registered[] = []
  /** The times that somebody has signed off, with or without credentials. */
  signOffs = 0
  /** Whether it answers at all. */
  isThere = true
  password: string
  readonly #socket: Socket
  readonly #realm: string

  private constructor(socket: Socket, password: string, realm: string) {
    this.#socket = socket
    this.password = password
    this.#realm = realm
    socket.on('message', (bytes, { port, address }) => this.#receive(parse(bytes.toString('utf8')), port, address))
  }

  static async open(address: string, password: string, realm: string): Promise<Registrar> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new Registrar(socket, password, realm)
  }

  get port(): number {
    return this.#socket.address().port
  }

  close(): void {
    this.#socket.close()
  }

  #receive(request: SipMessage, port: number, address: string): void {
    if (!this.isThere) return
    const [method = '', uri = ''] = request.first.split(' ')
    const header = (name: string) => request.headers.get(name) ?? ''
    const answer = (status: string, ...more: readonly string[]) => {
      const lines = [
        `SIP/2.0 ${status}`,
        ...request.vias.map((via) => `Via: ${via}`),
        ...[`From: ${header('from')}`, `To: ${header('to')};tag=r`, `Call-ID: ${header('call-id')}`],
        ...[`CSeq: ${header('cseq')}`, ...more, 'Content-Length: 0', '', ''],
      ]
      this.#socket.send(lines.join('\r\n'), port, address)
    }
    if (method !== 'REGISTER') {
      answer('200 OK')
      return
    }
    const expires = Number(header('expires') || /expires=(\d+)/.exec(header('contact'))?.[1])
    if (expires === 0) this.signOffs += 1
    const authorization = header('authorization')
    if (authorization === '') {
      answer('401 Unauthorized', `WWW-Authenticate: Digest realm="${this.#realm}", nonce="n0nce"`)
      return
    }
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? ''
    const [own, asked] = [md5(`${part('username')}:${this.#realm}:${this.password}`), md5(`REGISTER:${uri}`)]
    const isRight = part('response') === md5(`${own}:n0nce:${asked}`)
    this.seen.push({ contact: header('contact'), expires, isRight })
    if (isRight) answer('200 OK', `Contact: ${header('contact').replace(/;expires=\d+/, '')};expires=${expires}`)
    else answer('403 Forbidden')
  }
}
