import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../test/postgres-server.ts'
import { startBare } from '../book.ts'
import { fillBook } from './fill.ts'
import { type Find, measureFind } from './find.ts'
import { type Growth, makeBooks, measureGrowth } from './growth.ts'
import { makePlace, type Place } from './place.ts'
import { measureProcesses } from './processes.ts'
import { measureReplacement } from './replace.ts'
import { plotGrowth, printTable } from './report.ts'
import { measureRivals } from './rivals.ts'
import { bigBook, numbersOf, smallBook } from './sizes.ts'

/** Disk that a book takes, for what it holds without columns. */
interface Disk {
  readonly engine: Place['engine']
  readonly megabytesPerMillion: number
  readonly secondsToFill: number
}

/** How cost grows with the book, on both engines, in one run. Prints tables and writes them and a plot. */
export async function runScale(): Promise<void> {
  if (postgresIsMissing) throw new Error(postgresIsMissing)
  const postgres = await startPostgres()
  try {
    const [growth, disk, find, replacements]: [Growth[], Disk[], Find[], object[]] = [[], [], [], []]
    for (const engine of [undefined, postgres]) {
      console.error(`filling the books on ${engine ? 'PostgreSQL' : 'SQLite'}`)
      const started = performance.now()
      const { small, big } = await makeBooks(engine)
      disk.push({
        engine: big.engine,
        megabytesPerMillion: (await big.size()) / numbersOf(bigBook),
        secondsToFill: (performance.now() - started) / 1000,
      })
      console.error('which groups hold a number')
      find.push(await measureFind(big, bigBook))
      console.error('calls in the small and in the big book')
      growth.push(...(await measureGrowth(small, big)))
      console.error('replacing a million numbers')
      const [bare, server] = [await startBare(), await big.startServer()]
      replacements.push(await measureReplacement(big.engine, server, bare))
      for (const each of [bare, server]) await each.stop()
      for (const place of [small, big]) await place.remove()
    }
    const books = await makeSmallBooks(postgres)
    console.error('1, 2 and 4 servers on PostgreSQL')
    const processes = await measureProcesses(books.postgres)
    console.error('beside what npm has')
    const rivals = await measureRivals(books.sqlite, books.postgres, postgres)
    for (const place of Object.values(books)) await place.remove()

    const results = { growth, disk, find, replacements, processes, rivals }
    for (const [title, rows] of Object.entries(results)) printTable(title, rows)
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version }
    const report = { at: new Date().toISOString(), machine, ...results }
    await writeFile(resolve(import.meta.dirname, '../results/scale.json'), `${JSON.stringify(report, null, 2)}\n`)
    await writeFile(resolve(import.meta.dirname, '../../docs/growth.svg'), plotGrowth(growth))
  } finally {
    await postgres.stop()
  }
}

async function makeSmallBooks(server: PostgresServer): Promise<{ sqlite: Place; postgres: Place }> {
  const [sqlite, postgres] = [await makePlace(undefined), await makePlace(server)]
  for (const place of [sqlite, postgres]) await fillBook(place, smallBook)
  return { sqlite, postgres }
}
