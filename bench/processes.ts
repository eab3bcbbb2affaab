import { readdirSync, readFileSync } from 'node:fs'

const microsecondsOfTick = 10_000

/** The processor time of a process and of its ended children so far, user's and system's, in microseconds. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid)
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) * microsecondsOfTick
}

/** The processor time of a process, of its children, and of those that ended. PostgreSQL has a process for each connection. */
export function cpuOfFamily(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + cpuOf(each), 0)
}

/** Resident memory of a process at its highest so far, in MiB; 0 when the process is gone. */
export function memoryPeakOf(pid: number): number {
  return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0) / 1024)
}

/** The process that started this one; 0 when it is gone. */
export function parentOf(pid: number): number {
  return Number(statOf(pid)[1] ?? 0)
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid)
}

/** The fields of a process after its name, which may have blanks; none when the process is gone. */
function statOf(pid: number): string[] {
  return readOrNothing(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
