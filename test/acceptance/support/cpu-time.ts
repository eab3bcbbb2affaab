import { readFileSync } from 'node:fs'
import type { Server } from './server.ts'

/** Clock ticks of the kernel in a second, as user programs see them (USER_HZ). */
const ticksPerSecond = 100

/** The milliseconds that a server has computed since it began: unlike those of the clock, not more on a busy machine. */
export function cpuMsOf({ pid }: Server): number {
  // The name in parentheses may have spaces; utime and stime are the fields 14 and 15 (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}
