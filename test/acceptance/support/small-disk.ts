import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lasting } from './command.ts'

/** The reason why a test is skipped where this user may not mount a disk. */
export const noDisk = 'NOT TESTED: a small disk must be mounted for it; run the tests as root with CAP_SYS_ADMIN'

/** A disk of its own for a test. */
export interface SmallDisk {
  readonly folder: string
  /** Has the disk take writes, or none. Nobody may have a file open for writing when it takes no more. */
  allowWrites(isAllowed: boolean): void
  /** Fills the disk to the last byte. */
  fill(): void
  /** Makes room again. */
  makeRoom(): void
}

/**
 * Mounts a small disk; undefined where this user may not mount one. It goes after the test, once `beforeUnmount` has ended those
 * who use it.
 */
export function mountDisk(t: Lasting, mebibytes: number, beforeUnmount?: () => Promise<void>): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-disk-'))
  const mount = (...args: readonly string[]): boolean => spawnSync('mount', args).status === 0
  const isMounted = mount('-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'tmpfs', folder)
  t.after(async () => {
    await beforeUnmount?.()
    if (isMounted) spawnSync('umount', ['--lazy', folder])
    rmdirSync(folder)
  })
  const filler = join(folder, 'filler')
  const disk: SmallDisk = {
    folder,
    allowWrites(isAllowed) {
      if (!mount('-o', `remount,${isAllowed ? 'rw' : 'ro'}`, folder)) throw new Error('the disk cannot be mounted anew')
    },
    fill() {
      // The last bytes do not take a whole piece any more.
      for (const bytes of [1024 * 1024, 4096, 1]) appendUntilFull(filler, bytes)
    },
    makeRoom: () => rmSync(filler),
  }
  return isMounted ? disk : undefined
}

function appendUntilFull(file: string, bytes: number): void {
  const piece = Buffer.alloc(bytes)
  try {
    for (;;) writeFileSync(file, piece, { flag: 'a' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
