import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Pdu, type Session } from 'smpp'

const refused = 0x0b
const throttled = 0x58
const wrongPassword = 0x0e

/** A message, or a part of one, as the SMSC was handed it. */
export interface Submitted {
  readonly id: string
  readonly pdu: Pdu
  readonly to: string
  readonly text: string
  /** The place in the message: of which one, of how many parts, and which. */
  readonly place: { readonly reference: number; readonly count: number; readonly number: number } | undefined
}

/** What the SMSC does with a part; the answer to none is lost with the connection. */
export type Treatment = 'taken' | 'refused' | 'throttled' | 'failed' | 'expired' | 'silent' | 'cut' | 'unanswered'

export interface SmscOptions {
  readonly port?: number
  readonly password?: string
  readonly tls?: { readonly key: string; readonly cert: string }
  /** The id of message number `made`. */
  readonly idOf?: (made: number) => string
  /** What a receipt says, beside its addresses. */
  readonly receiptOf?: (id: string, state: 'delivered' | 'failed' | 'expired') => object
  /** The request by which receipts come. */
  readonly receiptsBy?: 'deliver_sm' | 'data_sm'
  /** Whether the receipt comes before the answer. */
  readonly tellsFirst?: boolean
  readonly treat?: (part: Submitted, made: number) => Treatment
}

/** An SMSC on the package `smpp`: an implementation that is not ours. */
export interface Smsc {
  readonly port: number
  /** All that was answered with an id. */
  readonly taken: readonly Submitted[]
  /** All that came in. */
  readonly seen: readonly Submitted[]
  /** How often somebody has bound. */
  readonly binds: number
  readonly passwords: readonly string[]
  /** The texts for a number that are whole. */
  arrived(number: string): string[]
  /** Hands something over, and resolves with the status of the answer. */
  deliver(fields: object, by?: 'deliver_sm' | 'data_sm'): Promise<number>
  /** Sends bytes as they are. */
  write(bytes: Buffer): void
  session(): Session
  /** Cuts all connections. */
  cut(): void
  close(): Promise<void>
}

const endings: Readonly<Record<string, Treatment>> = { '90': 'refused', '91': 'failed', '92': 'expired' }

/** The receipt in the words of the specification (SMPP 3.4, appendix B). */
export function usualReceipt(id: string, state: 'delivered' | 'failed' | 'expired'): object {
  const word = { delivered: 'DELIVRD', failed: 'UNDELIV', expired: 'EXPIRED' }[state]
  const text = `id:${id} sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:${word} err:000 text:id:9 stat:X`
  return { esm_class: 4, short_message: text }
}

export async function startSmsc(options: SmscOptions = {}): Promise<Smsc> {
  const {
    idOf = (made) => `id-${made}`,
    receiptOf = usualReceipt,
    treat = ({ to }) => endings[to.slice(-2)] ?? 'taken',
  } = options
  const sessions = new Set<Session>()
  const bound = new Set<Session>()
  const [taken, seen]: [Submitted[], Submitted[]] = [[], []]
  const passwords: string[] = []
  let binds = 0
  /** Receipts that nobody has taken. */
  const untold: object[] = []
  let made = 0

  function deliver(fields: object, by: 'deliver_sm' | 'data_sm' = 'deliver_sm'): Promise<number> {
    const [session] = [...bound].slice(-1)
    return new Promise((resolve, reject) => {
      if (!session) return reject(new Error('nobody is bound'))
      const ended = () => reject(new Error('the connection has ended'))
      session.once('close', ended)
      session[by](fields, (answer) => {
        session.off('close', ended)
        resolve(answer.command_status)
      })
    })
  }

  /** Tells a receipt until somebody takes it, also by a later connection. */
  function tell(receipt: object): void {
    deliver(receipt, options.receiptsBy).then(
      (status) => {
        if (status !== 0) setTimeout(() => tell(receipt), 100)
      },
      () => untold.push(receipt),
    )
  }

  function submitted(pdu: Pdu): Submitted {
    made += 1
    const { message, udh } = pdu.short_message
    const joined = udh?.find(([element]) => element === 0)
    const [reference = 0, count = 1, number = 1] = joined?.subarray(-3) ?? []
    const place = joined && { reference, count, number }
    return { id: idOf(made), pdu, to: `+${pdu.destination_addr}`, text: message, place }
  }

  function take(session: Session, pdu: Pdu): void {
    const part = submitted(pdu)
    seen.push(part)
    const treatment = treat(part, made)
    if (treatment === 'unanswered') return
    if (treatment === 'cut') {
      cut()
      return
    }
    if (treatment === 'refused' || treatment === 'throttled') {
      session.send(pdu.response({ command_status: treatment === 'refused' ? refused : throttled }))
      return
    }
    taken.push(part)
    const answer = () => session.send(pdu.response({ message_id: part.id }))
    const state = treatment === 'failed' || treatment === 'expired' ? treatment : 'delivered'
    const addresses = { source_addr: pdu.destination_addr, destination_addr: pdu.source_addr }
    const receipt = { ...addresses, ...receiptOf(part.id, state) }
    if (!options.tellsFirst) answer()
    if (treatment !== 'silent') tell(receipt)
    if (options.tellsFirst) answer()
  }

  function cut(): void {
    for (const session of sessions) session.destroy()
  }

  const server = createServer(options.tls ?? {}, (session) => {
    sessions.add(session)
    session.setMaxListeners(0)
    session.on('error', () => undefined)
    session.on('close', () => {
      sessions.delete(session)
      bound.delete(session)
    })
    session.on('bind_transceiver', (pdu: Pdu) => {
      passwords.push(pdu.password)
      const isRight = options.password === undefined || pdu.password === options.password
      session.send(pdu.response({ command_status: isRight ? 0 : wrongPassword }))
      if (!isRight) return
      bound.add(session)
      binds += 1
      for (const receipt of untold.splice(0)) tell(receipt)
    })
    session.on('submit_sm', (pdu: Pdu) => take(session, pdu))
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response())
      session.socket.end()
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    seen,
    get binds() {
      return binds
    },
    passwords,
    arrived(number) {
      const messages: Submitted[][] = []
      for (const part of taken) {
        if (part.to !== number) continue
        const { reference, count } = part.place ?? {}
        // A reference comes again: a message that has this part already is another one.
        const own = messages.find(
          ([first, ...rest]) =>
            count !== undefined &&
            first?.place?.reference === reference &&
            first?.place?.count === count &&
            ![first, ...rest].some(({ place }) => place?.number === part.place?.number),
        )
        if (own) own.push(part)
        else messages.push([part])
      }
      return messages
        .filter((parts) => parts.length === (parts[0]?.place?.count ?? 1))
        .map((parts) => parts.toSorted((one, other) => (one.place?.number ?? 0) - (other.place?.number ?? 0)))
        .map((parts) => parts.map(({ text }) => text).join(''))
    },
    deliver,
    write: (bytes) => [...sessions].at(-1)?.socket.write(bytes),
    session: () => [...bound].at(-1) as Session,
    cut,
    async close() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
