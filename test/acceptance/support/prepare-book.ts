import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a fast run keeps the books that its files have prepared. */
const shelf = process.env.TEST_BOOKS

/** A folder, and the commands that make the book in it. */
export interface Prepared {
  readonly data: string
  readonly commands: readonly (readonly string[])[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * Makes a book. In a fast run the same commands run once, and the others who want such a book get a copy of the folder: these
 * books have one key file then, but each is a book of its own.
 */
export async function prepareBook(
  { data, commands, env }: Prepared,
  run: (...args: string[]) => Promise<string>,
): Promise<void> {
  if (commands.length === 0) return
  const name = createHash('sha256')
    .update(JSON.stringify([commands, env]))
    .digest('hex')
  const isEmpty = readdirSync(data).length === 0
  const kept = shelf && isEmpty && join(shelf, name)
  if (kept && existsSync(kept)) return cp(kept, data, { recursive: true })
  for (const command of commands) await run(...command)
  if (!kept) return
  const copy = `${kept}.${randomUUID()}`
  await mkdir(copy, { recursive: true })
  await cp(data, copy, { recursive: true })
  // Of two that have prepared the same at once, the first one's stays.
  await rename(copy, kept).catch(() => rm(copy, { recursive: true }))
}
