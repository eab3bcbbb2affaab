import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const children = new Set<ChildProcess>()
let folder: string | undefined

/**
 * The folder in which a run keeps its books, copies and other programs. It is removed, and every tracked process is ended, when the
 * run ends in any way that a program hears of.
 */
export function scratch(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'dialbook-bench-'))
    // PostgreSQL runs as another user where the benchmark runs as root.
    chmodSync(folder, 0o711)
    process.env.TMPDIR = folder
    process.once('exit', end)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  }
  return folder
}

/** A new folder in {@link scratch}. */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(scratch(), `${name}-`))
}

/** Has a process ended with the run, if it has not ended before. */
export function track<T extends ChildProcess>(child: T): T {
  scratch()
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

function end(): void {
  for (const child of children) child.kill('SIGKILL')
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}
