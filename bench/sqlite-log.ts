import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes that SQLite's log has, of the frames that count now: the index of the log tells them. */
export function sqliteLogged(dataDir: string): number {
  const index = join(dataDir, 'book.db-shm')
  if (!existsSync(index)) return 0
  const head = readFileSync(index).subarray(0, 48)
  const [pageSize, frames] = [head.readUInt16LE(14), head.readUInt32LE(16)]
  return frames * ((pageSize === 1 ? 65_536 : pageSize) + 24)
}
