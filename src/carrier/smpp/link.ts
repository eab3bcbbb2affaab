import { type Connection, openConnection, type Place } from './connection.ts'
import { bindBody, commands, type Delivered, deliveredBody, type Pdu, readData, readDelivered } from './pdu.ts'
import { statuses, statusName } from './statuses.ts'

const bindMs = 10_000
const unbindMs = 2000

/** How an SMSC is reached, and by which name. */
export interface LinkOptions extends Place {
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  readonly times: LinkTimes
  /** Takes what the SMSC hands over. Resolves with the status of the answer. */
  readonly onDelivered: (delivered: Delivered) => Promise<number>
  readonly onBound: () => void
  readonly onLost: (reason: string) => void
  readonly onFault: (error: unknown) => void
}

/** The times of a link, in milliseconds. */
export interface LinkTimes {
  readonly enquireMs: number
  /** The pause before a lost connection is made again: the first one, and the longest. Each is twice the one before. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
}

/** A link that is made again whenever it is lost. */
export interface Link {
  /** The connection, while it is bound. */
  bound(): Connection | undefined
  /** Says that the SMSC takes messages: a connection that is lost after that is made again after the first pause. */
  praise(): void
  close(): Promise<void>
}

/** Keeps a transceiver bound to an SMSC. */
export function keepLink(options: LinkOptions): Link {
  const { times, onFault } = options
  const closing = new AbortController()
  const isClosed = (): boolean => closing.signal.aborted
  let connection: Connection | undefined
  let isBound = false
  let pause = times.firstPauseMs

  async function answer({ command, body }: Pdu): Promise<number> {
    try {
      return await options.onDelivered(command === commands.data ? readData(body) : readDelivered(body))
    } catch (error) {
      onFault(error)
      return error instanceof RangeError ? statuses.badLength : statuses.notNow
    }
  }

  /** Resolves with the reason for which the connection has ended. */
  async function onceBound(): Promise<string> {
    const onRequest = async (pdu: Pdu) => ({ status: await answer(pdu), body: deliveredBody })
    connection = await openConnection(options, { enquireMs: times.enquireMs, onRequest }, closing.signal)
    const bind = await connection.ask(commands.bind, bindBody(options), bindMs)
    if (!bind) connection.end(`no answer in ${bindMs} ms`)
    else if (bind.status !== statuses.ok) connection.end(`it is refused: ${statusName(bind.status)}`)
    isBound = !connection.isEnded
    if (isBound) options.onBound()
    return connection.ended
  }

  async function run(): Promise<void> {
    while (!isClosed()) {
      const reason = await onceBound().catch((error: NodeJS.ErrnoException) => error.code ?? error.message)
      isBound = false
      options.onLost(reason)
      if (isClosed()) return
      onFault(new Error(`the link to ${options.host}:${options.port} is lost: ${reason}`))
      const now = pause
      pause = Math.min(pause * 2, times.longestPauseMs)
      await pauseFor(now)
    }
  }

  function pauseFor(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref()
      closing.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  const running = run()
  return {
    bound: () => (isBound && !connection?.isEnded ? connection : undefined),
    praise() {
      pause = times.firstPauseMs
    },
    async close() {
      if (isBound) await connection?.ask(commands.unbind, Buffer.alloc(0), unbindMs)
      closing.abort()
      connection?.end('closed')
      await running
    },
  }
}
