import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'

/** Milliseconds that an Asterisk has to end, and milliseconds between two looks whether it has. */
const endsWithinMs = 30_000
const lookEveryMs = 50

/** Notes in the folder which process is the Asterisk that this command has started. */
export function noteStarted(dir: string, pid: number): void {
  writeFileSync(markIn(dir), `${pid}\n`, { mode: 0o600 })
}

/**
 * Ends the Asterisk of a `pbx run` that was killed, which has left it behind. The edge tells of it first.
 *
 * @throws Ended where the folder's Asterisk runs under another `pbx run`, or was started by somebody else.
 */
export async function endLeftBehind(dir: string, edge: Edge): Promise<void> {
  const pid = numberIn(join(dir, 'run/asterisk.pid'))
  const conf = join(dir, 'etc/asterisk.conf')
  const runs = () => pid !== undefined && argumentsOf(pid).includes(conf)
  if (pid === undefined || !runs()) return
  const parent = parentOf(pid)
  if (numberIn(markIn(dir)) !== pid) {
    throw new Ended(
      1,
      `an Asterisk that 'pbx run' has not started runs in ${dir} already: process ${pid}. Stop it first.`,
    )
  }
  if (parent !== undefined && argumentsOf(parent).some((each) => each.startsWith('dialbook'))) {
    throw new Ended(1, `'pbx run' runs in ${dir} already: process ${parent}.`)
  }
  edge.err(
    `A 'pbx run' that was killed has left its Asterisk behind, process ${pid}: it is ended, with its calls, and started anew.\n`,
  )
  edge.askToEnd(pid)
  for (let waited = 0; runs(); waited += lookEveryMs) {
    if (waited >= endsWithinMs)
      throw new Ended(1, `the Asterisk of process ${pid} does not end. End it, and run this again.`)
    await new Promise((next) => setTimeout(next, lookEveryMs))
  }
}

function markIn(dir: string): string {
  return join(dir, 'run/pbx-run.pid')
}

function numberIn(file: string): number | undefined {
  const number = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN
  return Number.isNaN(number) ? undefined : number
}

/** The arguments of a process, with its program or its title; none for one that is gone. */
function argumentsOf(pid: number): string[] {
  return read(`/proc/${pid}/cmdline`).split('\0')
}

function parentOf(pid: number): number | undefined {
  const line = /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))
  return line ? Number(line[1]) : undefined
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
