import { createHash, randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** How a phone takes a call that comes in. */
export type Manner = 'answer' | 'ring' | 'busy'

interface SipMessage {
  readonly first: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

const patience = 5_000

/** A SIP phone on loopback, just good enough to register, to call and to be called; it sends no audio. */
export class SipPhone {
  readonly number: string
  readonly secret: string
  readonly registrar: number
  manner: Manner = 'answer'
  readonly #socket: Socket
  readonly #waiting = new Map<string, (message: SipMessage) => void>()
  #sequence = 1

  private constructor(number: string, secret: string, registrar: number, socket: Socket) {
    this.number = number
    this.secret = secret
    this.registrar = registrar
    this.#socket = socket
    socket.on('message', (bytes) => this.#receive(parse(bytes.toString('utf8'))))
  }

  /** A phone that signs in to the PBX at this port of the loopback; `port` is its own, a free one without. */
  static async open(number: string, secret: string, registrar: number, port = 0): Promise<SipPhone> {
    const socket = createSocket('udp4')
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    return new SipPhone(number, secret, registrar, socket)
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** Registers for so many seconds, 0 to end it, and returns the status of the answer. */
  async register(expires = 3600, secret = this.secret): Promise<number> {
    const headers = [`To: <${this.#uri(this.number)}>`, `Contact: <sip:${this.number}@127.0.0.1:${this.port}>`]
    const answer = await this.#signedIn('REGISTER', `sip:127.0.0.1:${this.registrar}`, secret, [
      ...headers,
      `Expires: ${expires}`,
    ])
    return statusOf(answer)
  }

  /** Calls, and returns the final status with what ends the call. */
  async call(number: string): Promise<{ status: number; hangUp(): Promise<void> }> {
    const uri = this.#uri(number)
    const callId = randomBytes(8).toString('hex')
    const contact = `Contact: <sip:${this.number}@127.0.0.1:${this.port}>`
    const to = `To: <${uri}>`
    const answer = await this.#signedIn('INVITE', uri, this.secret, [to, contact], { callId, body: this.#sdp() })
    const target = /<([^>]+)>/.exec(answer.headers.get('contact') ?? '')?.[1] ?? uri
    const dialog = [`To: ${answer.headers.get('to')}`, contact]
    if (statusOf(answer) === 200) this.#send('ACK', target, dialog, { callId, sequence: this.#sequence })
    return {
      status: statusOf(answer),
      hangUp: async () => {
        this.#sequence++
        await this.#ask('BYE', target, dialog, { callId })
      },
    }
  }

  close(): void {
    this.#socket.close()
  }

  async #signedIn(
    method: string,
    uri: string,
    secret: string,
    headers: readonly string[],
    { callId = randomBytes(8).toString('hex'), body = '' } = {},
  ): Promise<SipMessage> {
    this.#sequence++
    const first = await this.#ask(method, uri, headers, { callId, body })
    const challenge = first.headers.get('www-authenticate')
    if (statusOf(first) !== 401 || !challenge) return first
    if (method === 'INVITE') this.#send('ACK', uri, headers, { callId, sequence: this.#sequence })
    this.#sequence++
    const authorization = this.#authorize(method, uri, secret, challenge)
    return this.#ask(method, uri, [...headers, authorization], { callId, body })
  }

  #authorize(method: string, uri: string, secret: string, challenge: string): string {
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
    const [realm, nonce, cnonce, count] = [part('realm'), part('nonce'), randomBytes(4).toString('hex'), '00000001']
    const one = md5(`${this.number}:${realm}:${secret}`)
    const response = md5(`${one}:${nonce}:${count}:${cnonce}:auth:${md5(`${method}:${uri}`)}`)
    const opaque = part('opaque')
    return (
      `Authorization: Digest username="${this.number}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
      `response="${response}", algorithm=MD5, cnonce="${cnonce}", nc=${count}, qop=auth${opaque && `, opaque="${opaque}"`}`
    )
  }

  async #ask(
    method: string,
    uri: string,
    headers: readonly string[],
    { callId, body = '' }: { callId: string; body?: string },
  ): Promise<SipMessage> {
    const key = `${callId} ${this.#sequence} ${method}`
    const { promise, resolve, reject } = Promise.withResolvers<SipMessage>()
    const timer = setTimeout(() => reject(new Error(`no answer to ${method} ${uri} in ${patience} ms`)), patience * 3)
    this.#waiting.set(key, resolve)
    this.#send(method, uri, headers, { callId, body, sequence: this.#sequence })
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(key)
    }
  }

  #send(
    method: string,
    uri: string,
    headers: readonly string[],
    { callId, body = '', sequence }: { callId: string; body?: string; sequence: number },
  ): void {
    const branch = `z9hG4bK${md5(`${callId}${sequence}`)}`
    this.#write([
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=${branch};rport`,
      `From: <${this.#uri(this.number)}>;tag=${md5(callId).slice(0, 8)}`,
      ...headers,
      `Call-ID: ${callId}`,
      `CSeq: ${sequence} ${method}`,
      'Max-Forwards: 70',
      ...(body && ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ])
  }

  #receive(message: SipMessage): void {
    if (message.first.startsWith('SIP/2.0')) {
      const [sequence, method] = (message.headers.get('cseq') ?? '').split(' ')
      if (statusOf(message) >= 200) {
        this.#waiting.get(`${message.headers.get('call-id')} ${sequence} ${method}`)?.(message)
      }
      return
    }
    const [method] = message.first.split(' ')
    if (method === 'ACK') return
    if (method !== 'INVITE') this.#reply(message, '200 OK')
    else if (this.manner === 'busy') this.#reply(message, '486 Busy Here')
    else {
      this.#reply(message, '180 Ringing')
      if (this.manner === 'answer') this.#reply(message, '200 OK', this.#sdp())
    }
  }

  #reply(request: SipMessage, status: string, body = ''): void {
    const header = (name: string) => request.headers.get(name.toLowerCase()) ?? ''
    const to = header('To')
    this.#write([
      `SIP/2.0 ${status}`,
      `Via: ${header('Via')}`,
      `From: ${header('From')}`,
      `To: ${to.includes('tag=') ? to : `${to};tag=${md5(header('Call-ID')).slice(0, 8)}`}`,
      `Call-ID: ${header('Call-ID')}`,
      `CSeq: ${header('CSeq')}`,
      `Contact: <sip:${this.number}@127.0.0.1:${this.port}>`,
      ...(body && ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ])
  }

  #write(lines: readonly string[]): void {
    this.#socket.send(lines.join('\r\n'), this.registrar, '127.0.0.1')
  }

  #uri(number: string): string {
    return `sip:${number}@127.0.0.1:${this.registrar}`
  }

  #sdp(): string {
    const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 9 RTP/AVP 0', '']
    return lines.join('\r\n')
  }
}

function parse(text: string): SipMessage {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  // Of a repeated header, as Via, the first counts.
  return { first, headers: new Map(headers.toReversed()), body }
}

function statusOf(message: SipMessage): number {
  return Number(message.first.split(' ')[1])
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
