import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { answerTo, commands, encodePdu, isAnswer, type Pdu, PduReader } from './pdu.ts'
import { statuses } from './statuses.ts'

const connectMs = 10_000
const mostSequence = 0x7fff_ffff

/** Where an SMSC is. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** The certificate that signs that of the SMSC; absent for those that Node trusts. */
  readonly ca?: string | undefined
}

/** A connection to an SMSC, which ends once. */
export interface Connection {
  readonly isEnded: boolean
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<string>
  /** Asks. Resolves with undefined where no answer came in time, or before the connection ended. */
  ask(command: number, body: Buffer, timeoutMs: number): Promise<Pdu | undefined>
  end(reason: string): void
}

interface ConnectionParts {
  /** Takes a request of the SMSC. Resolves with the status and the body of its answer. */
  readonly onRequest: (pdu: Pdu) => Promise<{ readonly status: number; readonly body: Buffer }>
  /** After so long a silence the SMSC is asked whether it is there, and gets as long for its answer. */
  readonly enquireMs: number
}

/** Connects. @throws Error where nobody answers, or not as who it should be, or the signal says that nobody wants it any more. */
export async function openConnection(place: Place, parts: ConnectionParts, signal: AbortSignal): Promise<Connection> {
  return new SocketConnection(await reach(place, signal), parts)
}

function reach({ host, port, secure, ca }: Place, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) === 0 ? host : ''
    const socket = secure ? connectSecure({ host, port, servername, ...(ca && { ca }) }) : connectPlain({ host, port })
    const failed = (error: Error): void => {
      socket.destroy()
      reject(error)
    }
    const unwanted = (): void => failed(new Error('closed'))
    signal.addEventListener('abort', unwanted)
    socket.setTimeout(connectMs, () => failed(new Error(`no connection in ${connectMs} ms`)))
    socket.once('error', failed)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.off('error', failed)
      signal.removeEventListener('abort', unwanted)
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

interface Asked {
  readonly answer: (pdu: Pdu | undefined) => void
  readonly timer: NodeJS.Timeout
}

class SocketConnection implements Connection {
  readonly ended: Promise<string>
  readonly #socket: Socket
  readonly #parts: ConnectionParts
  readonly #reader = new PduReader()
  readonly #asked = new Map<number, Asked>()
  readonly #beat: NodeJS.Timeout
  #sequence = 0
  #heardAt = performance.now()
  #reason: string | undefined
  #hasEnded: (reason: string) => void = () => undefined

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket
    this.#parts = parts
    this.ended = new Promise((resolve) => {
      this.#hasEnded = resolve
    })
    this.#beat = setInterval(() => void this.#enquire(), parts.enquireMs).unref()
    socket.on('data', (bytes: Buffer) => this.#take(bytes))
    socket.on('error', (error: NodeJS.ErrnoException) => this.end(error.code ?? error.message))
    socket.on('close', () => this.end('the other side has closed it'))
  }

  get isEnded(): boolean {
    return this.#reason !== undefined
  }

  ask(command: number, body: Buffer, timeoutMs: number): Promise<Pdu | undefined> {
    if (this.isEnded) return Promise.resolve(undefined)
    do this.#sequence = this.#sequence === mostSequence ? 1 : this.#sequence + 1
    while (this.#asked.has(this.#sequence))
    const sequence = this.#sequence
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(sequence, undefined), timeoutMs)
      this.#asked.set(sequence, { answer: resolve, timer })
      this.#socket.write(encodePdu({ command, status: 0, sequence, body }))
    })
  }

  end(reason: string): void {
    if (this.isEnded) return
    this.#reason = reason
    clearInterval(this.#beat)
    this.#socket.destroy()
    for (const sequence of [...this.#asked.keys()]) this.#answer(sequence, undefined)
    this.#hasEnded(reason)
  }

  #answer(sequence: number, pdu: Pdu | undefined): void {
    const asked = this.#asked.get(sequence)
    if (!asked) return
    this.#asked.delete(sequence)
    clearTimeout(asked.timer)
    asked.answer(pdu)
  }

  #take(bytes: Buffer): void {
    this.#heardAt = performance.now()
    try {
      for (const pdu of this.#reader.read(bytes)) {
        if (isAnswer(pdu)) this.#answer(pdu.sequence, pdu)
        else void this.#serve(pdu)
      }
    } catch (error) {
      this.end(`it does not speak SMPP: ${(error as Error).message}`)
    }
  }

  async #serve(pdu: Pdu): Promise<void> {
    const { command, sequence } = pdu
    const nothing = Buffer.alloc(0)
    // These two are never answered.
    if (command === commands.outbind || command === commands.alert) return
    if (command === commands.deliver || command === commands.data) {
      const { status, body } = await this.#parts.onRequest(pdu)
      return this.#send({ command: answerTo(command), status, sequence, body })
    }
    const isKnown = command === commands.enquireLink || command === commands.unbind
    if (isKnown) this.#send({ command: answerTo(command), status: 0, sequence, body: nothing })
    else this.#send({ command: commands.genericNack, status: statuses.unknownCommand, sequence, body: nothing })
    if (command === commands.unbind) this.#socket.end(() => this.end('the SMSC has unbound it'))
  }

  #send(pdu: Pdu): void {
    if (!this.isEnded && this.#socket.writable) this.#socket.write(encodePdu(pdu))
  }

  async #enquire(): Promise<void> {
    const { enquireMs } = this.#parts
    const askedAt = performance.now()
    if (askedAt - this.#heardAt < enquireMs) return
    await this.ask(commands.enquireLink, Buffer.alloc(0), enquireMs)
    if (this.#heardAt < askedAt) this.end('the SMSC does not answer any more')
  }
}
