import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../scripts/bundle.ts'
import { migrateSqlite } from '../src/store/sqlite/migrate.ts'

const cache = join(import.meta.dirname, '../node_modules/.cache/dialbook-tests')

/**
 * Makes what the thousand starts of a full run need, once for all of them, and returns the environment that names it: the program put
 * together of its modules, what is compiled of it, and a book without accounts. A start takes a third of its processor time then.
 */
export async function prepareRun(): Promise<Record<string, string>> {
  await bundle(join(cache, 'program'), { inSource: true })
  const readyBook = join(cache, 'ready-book.db')
  rmSync(readyBook, { force: true })
  mkdirSync(cache, { recursive: true })
  migrateSqlite(readyBook)
  return {
    TEST_PROGRAM: join(cache, 'program/main.js'),
    NODE_COMPILE_CACHE: join(cache, 'compiled'),
    TEST_READY_BOOK: readyBook,
  }
}
