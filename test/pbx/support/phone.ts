import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Rtp } from './rtp.ts'
import { audioPort, authorize, faxPort, md5, parse, type SipMessage, statusOf } from './sip-message.ts'

/** The way in which a phone takes a call: `mute` says nothing at all, `challenge` answers a caller that signs in. */
export type Manner = 'answer' | 'ring' | 'busy' | 'decline' | 'full' | 'unknown' | 'mute' | 'redirect' | 'challenge'

const refusals: Partial<Record<Manner, string>> = {
  ...{ busy: '486 Busy Here', decline: '603 Decline' },
  ...{ full: '503 Service Unavailable', unknown: '404 Not Found' },
}

export interface PhoneOptions {
  readonly number: string
  readonly secret: string
  /** The SIP port of the PBX, on loopback. */
  readonly pbx: number
  /** The address of the phone, within 127.0.0.0/8. */
  readonly address?: string
  readonly manner?: Manner
  /** A wrong port for the Contact, as of a phone behind NAT; absent for the phone's own port. */
  readonly contactPort?: number
}

/** A call as one of its phones sees it. */
export interface Call {
  readonly id: string
  /** The statuses of all answers to an outgoing call, in order. */
  readonly statuses: number[]
  /** The last answer to an outgoing call. */
  answer?: SipMessage
  /** The final status of an outgoing call; 200 as soon as an incoming call is taken. */
  readonly answered: Promise<number>
  /** The description of the media by the other side. */
  sdp: string
  /** The first request of an incoming call. */
  readonly invite?: SipMessage
  readonly ended: Promise<void>
  /** Takes a call that rings. */
  take(): void
  /** Holds the other side of an answered outgoing call: sends it no more sound, and wants none. */
  hold(): Promise<void>
  /** Asks the other side of an answered outgoing call to go on by T.38, and sends it a page. Returns the final status. */
  fax(page: string): Promise<number>
  /** Asks the PBX to connect the other side of an answered outgoing call to a number, or to the other side of another such call. Returns the final status. */
  transfer(to: string | Call): Promise<number>
  /** What another request names this answered outgoing call by, in a URI: its id and tags. */
  readonly replaces?: string
  /** Presses a key in an incoming call, by packets of its sound (RFC 4733) or by INFO. */
  press(key: string, by: 'sound' | 'info'): Promise<void>
  hangUp(): Promise<void>
}

interface Asking {
  readonly onAnswer: (answer: SipMessage) => void
  readonly timer: NodeJS.Timeout
}

/** Milliseconds after which a hanging call fails the test: on a busy machine an answer may take some ten seconds. */
const patience = 60_000
const repeatEveryMs = 500
const allowed = 'INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, NOTIFY'

/** A SIP phone on loopback. It registers, calls and takes calls, with sound in both directions. */
export class Phone {
  manner: Manner
  /** The manner by the number that was called, for a phone that plays all numbers outside; absent for the one manner. */
  mannerOf?: (number: string) => Manner
  /** The number of times that the PBX has asked for other media in a call. */
  reinvites = 0
  readonly number: string
  /** The number to which a phone with the manner `redirect` sends its calls. */
  redirectTo = ''
  /** The first requests of all incoming calls, in order. */
  readonly invites: SipMessage[] = []
  readonly #options: PhoneOptions
  readonly #address: string
  readonly #socket: Socket
  readonly #rtp: Rtp
  readonly #asking = new Map<string, Asking>()
  readonly #subscriptions = new Map<string, string[]>()
  readonly #calls = new Map<string, { end(): void; cancel(): void }>()
  readonly #answers = new Map<string, string>()
  readonly #arrivals: Call[] = []
  readonly #awaiting: ((call: Call) => void)[] = []
  #sequence = 0

  private constructor(options: PhoneOptions, socket: Socket, rtp: Rtp) {
    this.#options = options
    this.number = options.number
    this.manner = options.manner ?? 'answer'
    this.#address = options.address ?? '127.0.0.1'
    this.#socket = socket
    this.#rtp = rtp
    socket.on('message', (bytes, { address, port }) => {
      const message = parse(bytes.toString('utf8'))
      // Others than the PBX may ask whether the phone is there.
      if (message.first.startsWith('OPTIONS ') && this.manner !== 'mute') socket.send(okTo(message), port, address)
      else this.#receive(message)
    })
  }

  static async open(options: PhoneOptions): Promise<Phone> {
    const address = options.address ?? '127.0.0.1'
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new Phone(options, socket, await Rtp.open(address))
  }

  /** The SIP port of the phone. */
  get port(): number {
    return this.#socket.address().port
  }

  /** Packets of sound received so far, over all calls. */
  get heard(): number {
    return this.#rtp.received
  }

  /** The page that has come by T.38; empty for none. */
  get page(): string {
    return this.#rtp.page
  }

  /** The sound that it heard last, as samples. */
  get sound(): readonly number[] {
    return this.#rtp.heard
  }

  /** Sends a tone of that frequency from now on, in place of silence, and forgets what it has heard. */
  set tone(frequency: number) {
    this.#rtp.heard.length = 0
    this.#rtp.tone = frequency
  }

  /** Registers, or ends the registration with 0 seconds; returns the final status. */
  async register({ secret = this.#options.secret, expires = 600 } = {}): Promise<number> {
    const uri = `sip:127.0.0.1:${this.#options.pbx}`
    const headers = [`To: <${this.#uri(this.number)}>`, this.#contact(), `Expires: ${expires}`]
    const callId = randomBytes(8).toString('hex')
    const ask = (sequence: number, more: string[]) =>
      this.#ask('REGISTER', uri, [...headers, ...more], callId, sequence)
    const first = await ask(1, [])
    const authorization = authorize(first, { method: 'REGISTER', uri, username: this.number, secret })
    return statusOf(authorization ? await ask(2, [authorization]) : first)
  }

  /** Calls a number. `more` are headers of the first request beside the usual ones, `parameters` stand behind its address. */
  call(number: string, more: readonly string[] = [], parameters = ''): Call {
    const uri = `${this.#uri(number)}${parameters}`
    const callId = randomBytes(8).toString('hex')
    const answered = Promise.withResolvers<number>()
    const ended = Promise.withResolvers<void>()
    const headers = [`To: <${uri}>`, this.#contact(), ...more]
    let sequence = 1
    let target = uri
    let dialog = headers
    const call: Call = {
      id: callId,
      statuses: [],
      answered: answered.promise,
      sdp: '',
      ended: ended.promise,
      take() {},
      hold: async () => {
        this.#rtp.stop(audioPort(call.sdp))
        const held = this.#sdp().replace('sendrecv', 'sendonly')
        const answer = await this.#ask('INVITE', target, dialog, callId, ++sequence, held)
        this.#send('ACK', target, dialog, callId, sequence)
        if (statusOf(answer) !== 200) throw new Error(`hold is refused: ${answer.first}`)
      },
      fax: async (page) => {
        const answer = await this.#ask('INVITE', target, dialog, callId, ++sequence, this.#faxSdp())
        this.#send('ACK', target, dialog, callId, sequence)
        const port = faxPort(answer.body)
        if (port !== undefined) this.#rtp.sendPage(port, page)
        return statusOf(answer)
      },
      get replaces() {
        const to = /tag=([^;]+)/.exec(dialog[0] ?? '')?.[1]
        return `${callId};to-tag=${to};from-tag=${md5(callId).slice(0, 8)}`
      },
      transfer: async (to) => {
        const replaced = typeof to === 'string' ? '' : `?Replaces=${encodeURIComponent(to.replaces ?? '')}`
        const other = this.#uri(typeof to === 'string' ? to : this.number)
        const headers = [...dialog, `Refer-To: <${other}${replaced}>`, `Referred-By: <${this.#uri(this.number)}>`]
        return statusOf(await this.#ask('REFER', target, headers, callId, ++sequence))
      },
      press: () => Promise.reject(new Error('only the called side presses keys')),
      hangUp: async () => {
        if (call.statuses.at(-1) === 200) {
          await this.#ask('BYE', target, dialog, callId, ++sequence)
          ended.resolve()
        } else {
          await this.#ask('CANCEL', uri, headers, callId, sequence)
          await answered.promise
        }
      },
    }
    const invite = (more: readonly string[]): void => {
      const onAnswer = (answer: SipMessage) => {
        const status = statusOf(answer)
        call.statuses.push(status)
        call.answer = answer
        if (answer.body) call.sdp = answer.body
        if (status < 200) return
        dialog = [`To: ${answer.headers.get('to')}`, this.#contact()]
        target = /<([^>]+)>/.exec(answer.headers.get('contact') ?? '')?.[1] ?? uri
        this.#send('ACK', status === 200 ? target : uri, dialog, callId, sequence)
        const secret = this.#options.secret
        const authorization = authorize(answer, { method: 'INVITE', uri, username: this.number, secret })
        // A PBX under load repeats an answer that was not acknowledged in time: a repeated challenge starts no second
        // call.
        if (authorization && more.length === 0 && sequence > 1) return
        if (authorization && more.length === 0) {
          sequence += 1
          invite([authorization])
          return
        }
        if (status === 200) this.#rtp.send(audioPort(answer.body))
        else ended.resolve()
        answered.resolve(status)
      }
      this.#request('INVITE', uri, [...headers, ...more], callId, sequence, onAnswer, this.#sdp())
    }
    void ended.promise.then(() => this.#rtp.stop(audioPort(call.sdp)))
    this.#calls.set(callId, { end: ended.resolve, cancel() {} })
    invite([])
    return call
  }

  /**
   * Subscribes to an event of a number. `notified` gets the body of each NOTIFY, in order. Returns the final status.
   */
  async subscribe(number: string, event: string, notified: string[], accept = ''): Promise<number> {
    const uri = this.#uri(number)
    const callId = randomBytes(8).toString('hex')
    const more = accept === '' ? [] : [`Accept: ${accept}`]
    const headers = [`To: <${uri}>`, this.#contact(), `Event: ${event}`, 'Expires: 600', ...more]
    this.#subscriptions.set(callId, notified)
    const first = await this.#ask('SUBSCRIBE', uri, headers, callId, 1)
    const secret = this.#options.secret
    const authorization = authorize(first, { method: 'SUBSCRIBE', uri, username: this.number, secret })
    return statusOf(authorization ? await this.#ask('SUBSCRIBE', uri, [...headers, authorization], callId, 2) : first)
  }

  /** The next incoming call that nobody has asked for yet. */
  async nextCall(): Promise<Call> {
    const waiting = this.#arrivals.shift()
    if (waiting) return waiting
    const { promise, resolve, reject } = Promise.withResolvers<Call>()
    this.#awaiting.push(resolve)
    const timer = setTimeout(() => reject(new Error(`no call came to ${this.number} in ${patience} ms`)), patience)
    return promise.finally(() => clearTimeout(timer))
  }

  /** Whether an incoming call has come that nobody has asked for yet. */
  get wasCalled(): boolean {
    return this.#arrivals.length > 0
  }

  close(): void {
    for (const { timer } of this.#asking.values()) clearInterval(timer)
    this.#rtp.close()
    this.#socket.close()
  }

  async #ask(method: string, uri: string, headers: readonly string[], callId: string, sequence: number, body = '') {
    const { promise, resolve, reject } = Promise.withResolvers<SipMessage>()
    const late = setTimeout(() => reject(new Error(`no answer to ${method} ${uri} in ${patience} ms`)), patience)
    this.#request(method, uri, headers, callId, sequence, (answer) => statusOf(answer) >= 200 && resolve(answer), body)
    return promise.finally(() => clearTimeout(late))
  }

  /** Sends a request until something answers, as UDP demands. */
  #request(
    method: string,
    uri: string,
    headers: readonly string[],
    callId: string,
    sequence: number,
    onAnswer: (answer: SipMessage) => void,
    body = '',
  ): void {
    const send = () => this.#send(method, uri, headers, callId, sequence, body)
    const timer = setInterval(send, repeatEveryMs)
    this.#asking.set(`${callId} ${sequence} ${method}`, { onAnswer, timer })
    send()
  }

  #send(method: string, uri: string, headers: readonly string[], callId: string, sequence: number, body = ''): void {
    // CANCEL and the ACK of a refusal belong to the transaction of their INVITE.
    const branch = `z9hG4bK${md5(`${callId}${sequence}${method === 'CANCEL' ? 'INVITE' : method}`)}`
    this.#write([
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.#address}:${this.#socket.address().port};branch=${branch};rport`,
      `From: <${this.#uri(this.number)}>;tag=${md5(callId).slice(0, 8)}`,
      ...headers,
      `Call-ID: ${callId}`,
      `CSeq: ${sequence} ${method}`,
      'Max-Forwards: 70',
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ])
  }

  #receive(message: SipMessage): void {
    if (message.first.startsWith('SIP/2.0')) this.#receiveAnswer(message)
    else this.#receiveRequest(message)
  }

  #receiveAnswer(answer: SipMessage): void {
    const asking = this.#asking.get(`${answer.headers.get('call-id')} ${answer.headers.get('cseq')}`)
    if (!asking) return
    clearInterval(asking.timer)
    asking.onAnswer(answer)
  }

  #receiveRequest(request: SipMessage): void {
    const [method] = request.first.split(' ')
    const callId = request.headers.get('call-id') ?? ''
    const key = `${callId} ${request.headers.get('cseq')}`
    const given = this.#answers.get(key)
    if (given) this.#write([given])
    else if (method === 'INVITE' && !request.headers.get('to')?.includes('tag=')) this.#arrive(request, callId)
    else if (method === 'ACK' || (method === 'OPTIONS' && this.manner === 'mute')) return
    else {
      if (method === 'INVITE') this.reinvites += 1
      if (method === 'NOTIFY') this.#subscriptions.get(callId)?.push(request.body)
      if (method === 'CANCEL') this.#calls.get(callId)?.cancel()
      if (method === 'BYE') this.#calls.get(callId)?.end()
      if (method === 'INVITE' && faxPort(request.body) !== undefined) {
        this.#rtp.expectPage()
        this.#reply(request, '200 OK', this.#faxSdp())
      } else this.#reply(request, '200 OK', method === 'INVITE' ? this.#sdp() : '')
    }
  }

  #arrive(invite: SipMessage, callId: string): void {
    const manner = this.mannerOf?.(/^INVITE sip:([^@]*)@/.exec(invite.first)?.[1] ?? '') ?? this.manner
    if (manner === 'challenge' && !invite.headers.has('authorization')) {
      this.#reply(invite, '401 Unauthorized', '', 'WWW-Authenticate: Digest realm="provider", nonce="n0nce"')
      return
    }
    const isRepeated = this.invites.some(({ headers }) => headers.get('call-id') === callId)
    if (!isRepeated) this.invites.push(invite)
    if (manner === 'mute') return
    if (manner === 'redirect') {
      this.#reply(invite, '302 Moved Temporarily', '', `Contact: <${this.#uri(this.redirectTo)}>`)
      return
    }
    const refusal = refusals[manner]
    if (refusal) {
      this.#reply(invite, refusal)
      return
    }
    const answered = Promise.withResolvers<number>()
    const ended = Promise.withResolvers<void>()
    const call: Call = {
      id: callId,
      statuses: [],
      answered: answered.promise,
      sdp: invite.body,
      invite,
      ended: ended.promise,
      take: () => {
        this.#reply(invite, '200 OK', this.#sdp())
        this.#rtp.send(audioPort(invite.body))
        answered.resolve(200)
      },
      hold: () => Promise.reject(new Error('only the caller holds')),
      fax: () => Promise.reject(new Error('only the caller begins with T.38')),
      transfer: () => Promise.reject(new Error('only the caller transfers')),
      press: async (key, by) => {
        if (by === 'sound') this.#rtp.press(key)
        else await this.#askCaller(invite, 'INFO', `Signal=${key}\r\nDuration=160\r\n`)
      },
      hangUp: async () => {
        await this.#askCaller(invite, 'BYE')
        ended.resolve()
      },
    }
    void ended.promise.then(() => this.#rtp.stop(audioPort(call.sdp)))
    this.#calls.set(callId, {
      end: ended.resolve,
      cancel: () => {
        this.#reply(invite, '487 Request Terminated')
        answered.resolve(487)
        ended.resolve()
      },
    })
    this.#reply(invite, '180 Ringing')
    if (manner !== 'ring') call.take()
    const waiting = this.#awaiting.shift()
    if (waiting) waiting(call)
    else this.#arrivals.push(call)
  }

  /** Asks the other side of an incoming call something: From and To of the call change places. */
  async #askCaller(invite: SipMessage, method: string, body = ''): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<SipMessage>()
    const callId = invite.headers.get('call-id') ?? ''
    const target = /<([^>]+)>/.exec(invite.headers.get('contact') ?? '')?.[1] ?? ''
    const sequence = ++this.#sequence
    const lines = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.#address}:${this.#socket.address().port};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
      `From: ${invite.headers.get('to')};tag=${md5(callId).slice(0, 8)}`,
      ...[`To: ${invite.headers.get('from')}`, `Call-ID: ${callId}`, `CSeq: ${sequence} ${method}`, 'Max-Forwards: 70'],
      ...(body ? ['Content-Type: application/dtmf-relay'] : []),
      ...[`Content-Length: ${Buffer.byteLength(body)}`, '', body],
    ]
    const timer = setInterval(() => this.#write(lines), repeatEveryMs)
    this.#asking.set(`${callId} ${sequence} ${method}`, { onAnswer: resolve, timer })
    this.#write(lines)
    await promise
  }

  #reply(request: SipMessage, status: string, body = '', ...more: readonly string[]): void {
    const header = (name: string) => request.headers.get(name) ?? ''
    const to = header('to')
    const text = [
      `SIP/2.0 ${status}`,
      ...request.vias.map((via) => `Via: ${via}`),
      `From: ${header('from')}`,
      `To: ${to.includes('tag=') ? to : `${to};tag=${md5(header('call-id')).slice(0, 8)}`}`,
      `Call-ID: ${header('call-id')}`,
      `CSeq: ${header('cseq')}`,
      ...(more.some((line) => line.startsWith('Contact:')) ? more : [this.#contact(), ...more]),
      `Allow: ${allowed}`,
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
    this.#answers.set(`${header('call-id')} ${header('cseq')}`, text)
    this.#write([text])
  }

  #write(lines: readonly string[]): void {
    this.#socket.send(lines.join('\r\n'), this.#options.pbx, '127.0.0.1')
  }

  #contact(): string {
    const port = this.#options.contactPort ?? this.#socket.address().port
    return `Contact: <sip:${this.number}@${this.#address}:${port}>`
  }

  #uri(number: string): string {
    return `sip:${number}@127.0.0.1:${this.#options.pbx}`
  }

  #faxSdp(): string {
    return [
      ...['v=0', `o=- 1 2 IN IP4 ${this.#address}`, 's=-', `c=IN IP4 ${this.#address}`, 't=0 0'],
      ...[`m=image ${this.#rtp.port} udptl t38`, 'a=T38FaxVersion:0', 'a=T38MaxBitRate:14400'],
      ...['a=T38FaxRateManagement:transferredTCF', 'a=T38FaxMaxDatagram:400', 'a=T38FaxUdpEC:t38UDPRedundancy', ''],
    ].join('\r\n')
  }

  #sdp(): string {
    return [
      ...['v=0', `o=- 1 1 IN IP4 ${this.#address}`, 's=-', `c=IN IP4 ${this.#address}`, 't=0 0'],
      ...[`m=audio ${this.#rtp.port} RTP/AVP 0 8 101`, 'a=rtpmap:101 telephone-event/8000', 'a=sendrecv', ''],
    ].join('\r\n')
  }
}

/** The answer to a request outside of calls. */
function okTo(request: SipMessage): string {
  const header = (name: string) => request.headers.get(name) ?? ''
  return [
    'SIP/2.0 200 OK',
    ...request.vias.map((via) => `Via: ${via}`),
    ...[`From: ${header('from')}`, `To: ${header('to')};tag=options`, `Call-ID: ${header('call-id')}`],
    ...[`CSeq: ${header('cseq')}`, `Allow: ${allowed}`, 'Content-Length: 0', '', ''],
  ].join('\r\n')
}
