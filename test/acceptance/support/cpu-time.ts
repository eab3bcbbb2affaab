import { readFileSync } from 'node:fs'
import type { Server } from './server.ts'

/** Clock ticks of the kernel in a second, as user programs see them (USER_HZ). */
const ticksPerSecond = 100

/** Milliseconds of processor time that a server has used since it began. A busy machine does not make them more. */
export function cpuMsOf({ pid }: Server): number {
  // The name in parentheses may have spaces. utime and stime are the fields 14 and 15 (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}
