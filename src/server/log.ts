import type { Settings } from '../config/config.ts'
import { LineWriter } from './line-writer.ts'

/** The server's log: JSON lines on standard error. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  fatal(fields: object, message: string): void
  /** Writes a line of level `info` whose fields are JSON already: `"status":200,"ms":1.5`. */
  infoJson(fields: string, message: string): void
  /** Writes what is still held back, and waits for it. */
  close(): Promise<void>
  /** Writes what is still held back at once, for a process that cannot wait. */
  flushSync(): void
}

const standardError = 2

/** The levels of lines, the least urgent first. */
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
type Level = (typeof levels)[number]

/**
 * Opens the log, on standard error where no other file is given. Lines are written in batches, the last of them within a fifth of a
 * second. A line of an error is written at once, with all before it.
 */
export function openLog(level: Settings['logLevel'], fd = standardError): Log {
  const least = level === 'silent' ? levels.length : levels.indexOf(level)
  const isOn = Object.fromEntries(levels.map((each, index) => [each, index >= least])) as Record<Level, boolean>
  const timeOf = makeTimes()
  const json = (of: Level, fields: string, message: string): string =>
    `{"level":"${of}","time":"${timeOf(Date.now())}"${fields === '' ? '' : `,${fields}`},"msg":${JSON.stringify(message)}}\n`
  const writer = new LineWriter(fd, (lines) =>
    json('error', `"lines":${lines}`, 'lines of the log could not be written'),
  )
  let isOpen = true
  const line =
    (of: Level) =>
    (fields: object, message: string): void => {
      // A request that was cut off may still log a line, after the end.
      if (!isOpen || !isOn[of]) return
      writer.write(json(of, JSON.stringify(fields).slice(1, -1), message))
      if (of === 'error') writer.flush()
    }
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
    infoJson(fields, message) {
      if (isOpen && isOn.info) writer.write(json('info', fields, message))
    },
    flushSync: () => writer.flushSync(),
    async close() {
      isOpen = false
      await writer.close()
    },
  }
}

/** Turns times into texts: `2026-03-01T12:00:00.000Z`. The text of a second is made once. */
function makeTimes(): (at: number) => string {
  let second = Number.NaN
  let text = ''
  return (at) => {
    const now = Math.floor(at / 1000)
    if (now !== second) {
      second = now
      text = new Date(now * 1000).toISOString().slice(0, -4)
    }
    return `${text}${String(at - now * 1000).padStart(3, '0')}Z`
  }
}

/** An error as the log keeps it: name, message, stack and cause. Other members may hold what a client sent. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { name: error.name, message: error.message, stack: error.stack, ...cause }
}
