import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { pid, versions } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { StartOptions, TestBook } from './dev/test-book.ts'

export type {
  BookClock,
  Key,
  RecordedBody,
  RecordedRequest,
  StartOptions,
  TestBook,
  WeatherState,
} from './dev/test-book.ts'

/** The module of that many functions that every Node can read. */
const bin = new URL('../bin/newer-node.js', import.meta.url).href

/**
 * Starts a book for tests, on a free port, with a clock of its own: in this process, or on an older Node in a child of the Node
 * that comes with the package. Any number of books run beside each other.
 */
export async function start(options: StartOptions = {}): Promise<TestBook> {
  const { findNewerNode, missingNode, neededNode } = await import(bin)
  if (Number.parseInt(versions.node, 10) >= neededNode) {
    module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/dialbook', import.meta.url)))
    const { startTestBook } = await import('./app.ts')
    return startTestBook(options, pid)
  }
  const node: string | undefined = findNewerNode()
  if (node === undefined) throw new Error(missingNode())
  const source = new URL('main.ts', import.meta.url)
  const main = existsSync(source) ? source : new URL('program/main.js', import.meta.url)
  const { startChild } = await import('./dev/start-child.ts')
  return startChild(options, { node, main: fileURLToPath(main) })
}
