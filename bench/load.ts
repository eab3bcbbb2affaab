import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from './connection.ts'
import { type BenchRequest, bytesOf } from './request.ts'

/** Gives the next request of a connection. */
export type Next = (connection: number) => BenchRequest

/** The way to drive a server. */
export interface Drive {
  readonly connections: number
  readonly seconds: number
  /**
   * Requests that are sent even when the time is over, until {@link limitSeconds} are over too: a few requests of a program that is not
   * warm say nothing.
   */
  readonly atLeast?: number
  readonly limitSeconds?: number
  /** Requests after which a connection stops, whatever the time is. */
  readonly atMost?: number
  /** Whether an answer of 503 counts: a server with too much to do refuses. Else it is an error. */
  readonly mayBeRefused?: boolean
}

/** The figures of a round. */
export interface Driven {
  readonly seconds: number
  /** Milliseconds of every request. */
  readonly times: readonly number[]
}

/**
 * Sends requests over and over for some seconds, and waits for the last answers. An answer that is no success is an
 * error.
 */
export async function drive(url: string, next: Next, how: Drive): Promise<Driven> {
  const {
    connections,
    seconds,
    atLeast = 1,
    limitSeconds = seconds,
    atMost = Number.POSITIVE_INFINITY,
    mayBeRefused = false,
  } = how
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(url)))
  const times: number[] = []
  const started = performance.now()
  const goesOn = (): boolean => {
    const elapsed = (performance.now() - started) / 1000
    return elapsed < seconds || times.length === 0 || (times.length < atLeast && elapsed < limitSeconds)
  }
  try {
    await Promise.all(
      open.map(async (connection, index) => {
        for (let turn = 0; turn < atMost && goesOn(); turn++) {
          const request = next(index)
          const bytes = bytesOf(request)
          const since = performance.now()
          const status = await connection.send(bytes)
          times.push(performance.now() - since)
          if (Math.floor(status / 100) !== 2 && !(mayBeRefused && status === 503))
            throw new Error(`${request.method} ${request.path} was answered with ${status}`)
        }
      }),
    )
    return { seconds: (performance.now() - started) / 1000, times }
  } finally {
    for (const connection of open) connection.close()
  }
}

/** Sends a request again and again, with a pause between, until `work` has ended. Returns the milliseconds of each. */
export async function sendBeside(
  url: string,
  what: BenchRequest,
  pauseMs: number,
  work: Promise<void>,
): Promise<number[]> {
  const connection = await Connection.open(url)
  const times: number[] = []
  let isOver = false
  const over = () => {
    isOver = true
  }
  work.then(over, over)
  while (!isOver) {
    const since = performance.now()
    await connection.send(bytesOf(what))
    times.push(performance.now() - since)
    await pause(pauseMs)
  }
  connection.close()
  return times
}
