import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../scripts/bundle.ts'
import { migrateSqlite } from '../src/store/sqlite/migrate.ts'
import { preparePostgres } from './postgres-server.ts'

const cache = join(import.meta.dirname, '../node_modules/.cache/dialbook-tests')

/**
 * Makes what the thousand starts of a full run need, once for all of them, and returns the environment that names it: the program put
 * together of its modules, what is compiled of it, a book without accounts, and the files of a PostgreSQL. A start takes a third of its
 * processor time then.
 */
export async function prepareRun(): Promise<Record<string, string>> {
  const warm = join(import.meta.dirname, 'acceptance/support/warm-process.ts')
  await bundle(join(cache, 'program'), { inSource: true, more: { warm } })
  const readyBook = join(cache, 'ready-book.db')
  rmSync(readyBook, { force: true })
  mkdirSync(cache, { recursive: true })
  migrateSqlite(readyBook)
  return {
    TEST_PROGRAM: join(cache, 'program/main.js'),
    TEST_WARM_PROGRAM: join(cache, 'program/warm.js'),
    NODE_COMPILE_CACHE: join(cache, 'compiled'),
    TEST_READY_BOOK: readyBook,
    ...(await preparePostgres(join(cache, 'postgres'))),
  }
}
