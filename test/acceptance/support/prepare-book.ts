import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The folder in which a fast run keeps prepared books; absent in a full run. */
const shelf = process.env.TEST_BOOKS

/** A book without accounts, which the run has made. Absent where a test runs alone, or books are in databases. */
const readyBook = process.env.TEST_POSTGRES ? undefined : process.env.TEST_READY_BOOK

/** A folder, and the commands that make the book in it. */
export interface Prepared {
  readonly data: string
  readonly commands: readonly (readonly string[])[]
  readonly env: Readonly<Record<string, string>>
  /** Whether nothing is in the folder yet. */
  readonly isNew: boolean
}

/**
 * Makes a book by commands. A fast run runs the same commands once, and gives every other test that wants such a book a
 * copy of the folder. Such books share the bytes of a key file; each is a book of its own otherwise.
 */
export async function prepareBook(
  { data, commands, env, isNew }: Prepared,
  run: (...args: string[]) => Promise<string>,
): Promise<void> {
  const name = createHash('sha256')
    .update(JSON.stringify([commands, env]))
    .digest('hex')
  const kept = shelf && isNew && commands.length > 0 && join(shelf, name)
  if (kept && existsSync(kept)) return cp(kept, data, { recursive: true })
  if (isNew && readyBook) await copyFile(readyBook, join(data, 'book.db'))
  for (const command of commands) await run(...command)
  if (!kept) return
  const copy = `${kept}.${randomUUID()}`
  await mkdir(copy, { recursive: true })
  await cp(data, copy, { recursive: true })
  // Two tests may prepare the same book at once: the book of the first one stays.
  await rename(copy, kept).catch(() => rm(copy, { recursive: true }))
}
