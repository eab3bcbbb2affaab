import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

/** A command line, where it runs, and what it reads. */
export interface Asked {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input?: string | undefined
}

/** The outcome of a command: its code and its output. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Processes at the most: tests of races want commands that really run at once. */
const most = 8

/** Commands that run until somebody stops them: each is a process of its own. */
const lasting: readonly string[] = ['serve', 'dev', 'pbx run']

/** The program of such a process: as a full run has put it together with all modules of dialbook, else as it is. */
const program = process.env.TEST_WARM_PROGRAM ?? resolve(import.meta.dirname, 'warm-process.ts')
const idle: ChildProcess[] = []
const waiting: (() => void)[] = []
let started = 0

/** Whether a command ends by itself, so that a warm process can run it. */
export function endsByItself([name = '', second = '']: readonly string[]): boolean {
  return !lasting.includes(name) && !lasting.includes(`${name} ${second}`)
}

/**
 * Runs a command line of dialbook in a process that has loaded it before. Most of the time of a short command is the start of
 * its process: a suite of hundreds of commands takes a fifth of the time. One process runs one command at a time.
 */
export async function runWarm(asked: Asked): Promise<Ran> {
  const child = await take()
  child.ref()
  child.channel?.ref()
  const ended = new AbortController()
  try {
    child.send(asked)
    const answer = once(child, 'message', { signal: ended.signal }).then(([ran]) => ran as Ran)
    const died = once(child, 'exit', { signal: ended.signal }).then(([code, signal]): Ran => {
      started--
      return { code: -1, stdout: '', stderr: `the process ended: ${code ?? signal}` }
    })
    return await Promise.race([answer, died])
  } finally {
    ended.abort()
    child.unref()
    child.channel?.unref()
    if (child.connected) idle.push(child)
    waiting.shift()?.()
  }
}

async function take(): Promise<ChildProcess> {
  const child = idle.pop()
  if (child) return child
  if (started >= most) {
    await new Promise<void>((free) => waiting.push(free))
    return take()
  }
  started++
  return fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}
