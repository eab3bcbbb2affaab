import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { track } from './ending.ts'
import { cpuOf, memoryPeakOf } from './processes.ts'

/** A server in a process of its own. */
export interface Child {
  readonly url: string
  /** Resident memory at its highest so far, in MiB. */
  memoryPeak(): number
  /** Processor time so far, user's and system's, in microseconds. */
  cpu(): number
  stop(): Promise<void>
}

/** Starts a program that prints `listening on URL` when it answers. */
export async function startChild(args: readonly string[]): Promise<Child> {
  const child = track(
    spawn(process.execPath, ['--max-semi-space-size=16', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      // A server reads its whole book by itself once a week, first when it is new.
      env: { ...process.env, DIALBOOK_SCRUB_EVERY: '0' },
    }),
  )
  return childOf(child, await listeningUrl(child))
}

/** Makes a child of a server that was started already. */
export function childOf(child: ChildProcess, url: string): Child {
  const pid = child.pid as number
  return {
    url,
    memoryPeak: () => memoryPeakOf(pid),
    cpu: () => cpuOf(pid),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function listeningUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface(child.stdout)) {
    const url = /^listening on (\S+)$/.exec(line)?.[1]
    if (url) {
      child.stdout.resume()
      return url
    }
  }
  throw new Error('the server ended before it listened')
}
