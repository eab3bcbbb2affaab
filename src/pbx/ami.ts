import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { type AmiMessage, AmiParser, fromMessage } from './ami-messages.ts'

const answerWithinMs = 5000
/** Milliseconds between two pings. A PBX that hangs keeps its connections open; only a ping finds out. */
const pingEveryMs = 5000

export interface AmiOptions {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly onEvent: (event: AmiMessage) => void
  /** Ends the connection, even while it is being made. */
  readonly signal: AbortSignal
}

/** An action that Asterisk has certainly not taken. */
export class NotTaken extends Error {}

/** A connection to Asterisk's manager interface, signed in. */
export interface Ami {
  /**
   * Sends an action and returns the events of the list that answers it; the one response where no list follows.
   *
   * @throws NotTaken where Asterisk refuses it, or the connection was gone before it was sent.
   */
  list(action: AmiMessage): Promise<AmiMessage[]>
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>
  close(): void
}

interface Asked {
  readonly events: AmiMessage[]
  resolve(events: AmiMessage[]): void
  reject(error: Error): void
}

/**
 * Connects, signs in and waits until Asterisk has started. The sign-in is by challenge, so that the password does not
 * go over the wire.
 *
 * @throws Error when nobody answers in time, the sign-in is refused, or Asterisk has not started in time.
 */
export async function connectAmi({ host, port, username, password, onEvent, signal }: AmiOptions): Promise<Ami> {
  const socket = connect({ host, port, noDelay: true, signal })
  const parser = new AmiParser()
  const asked = new Map<string, Asked>()
  let serial = 0
  let ping: NodeJS.Timeout | undefined

  const { promise: closed, resolve: haveClosed } = Promise.withResolvers<void>()
  const booted = Promise.withResolvers<void>()
  socket.once('close', () => {
    clearInterval(ping)
    const gone = new Error('the connection to Asterisk is gone')
    for (const { reject } of asked.values()) reject(gone)
    asked.clear()
    booted.reject(gone)
    haveClosed()
  })
  // An error is always followed by `close`, which does the rest.
  socket.on('error', () => undefined)
  booted.promise.catch(() => undefined)

  const receive = (message: AmiMessage): void => {
    if (message.Event === 'FullyBooted') booted.resolve()
    const waiting = asked.get(message.ActionID ?? '')
    if (!waiting) {
      if (message.Event !== undefined) onEvent(message)
    } else if (message.Response === 'Error') waiting.reject(new NotTaken(`Asterisk refuses: ${message.Message}`))
    else if (message.EventList === 'Complete') waiting.resolve(waiting.events)
    else if (message.Response === undefined) waiting.events.push(message)
    else if (message.EventList !== 'start') waiting.resolve([message])
  }
  socket.setEncoding('utf8').on('data', (text: string) => {
    try {
      for (const message of parser.push(text)) receive(message)
    } catch {
      socket.destroy()
    }
  })

  const ask = (action: AmiMessage): Promise<AmiMessage[]> => {
    const id = String(++serial)
    const { promise, resolve, reject } = Promise.withResolvers<AmiMessage[]>()
    if (socket.destroyed) return Promise.reject(new NotTaken('the connection to Asterisk is gone'))
    asked.set(id, { events: [], resolve, reject })
    const late = setTimeout(() => reject(new Error(`Asterisk does not answer to ${action.Action}`)), answerWithinMs)
    socket.write(fromMessage({ ...action, ActionID: id }))
    return promise.finally(() => {
      clearTimeout(late)
      asked.delete(id)
    })
  }

  let late: NodeJS.Timeout | undefined
  try {
    const [challenge] = await ask({ Action: 'Challenge', AuthType: 'MD5' })
    const key = createHash('md5').update(`${challenge?.Challenge}${password}`).digest('hex')
    await ask({ Action: 'Login', AuthType: 'MD5', Username: username, Key: key })
    late = setTimeout(() => booted.reject(new Error('Asterisk has not finished starting')), answerWithinMs)
    await booted.promise
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(late)
  }
  ping = setInterval(() => ask({ Action: 'Ping' }).catch(() => socket.destroy()), pingEveryMs).unref()
  return { list: ask, closed, close: () => socket.destroy() }
}
