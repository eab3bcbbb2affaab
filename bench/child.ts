import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A server in a process of its own. */
export interface Child {
  readonly url: string
  /** Resident memory now, and at its highest so far, in MiB. */
  memory(): { readonly now: number; readonly peak: number }
  /** Processor time so far, user's and system's, in microseconds. */
  cpu(): number
  stop(): Promise<void>
}

/** Starts a program that prints `listening on URL` when it answers. */
export async function startChild(args: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, ['--max-semi-space-size=16', ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  return childOf(child, await listeningUrl(child))
}

/** Makes a child of a server that was started already. */
export function childOf(child: ChildProcess, url: string): Child {
  return {
    url,
    memory: () => memoryOf(child.pid as number),
    cpu: () => cpuOf(child.pid as number),
    async stop() {
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

function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const ticks = Number(fields[11]) + Number(fields[12])
  return ticks * 10_000
}

function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kibibytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return { now: Math.round(kibibytes('VmRSS') / 1024), peak: Math.round(kibibytes('VmHWM') / 1024) }
}
