import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { resolve } from 'node:path'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../test/postgres-server.ts'
import { startBare } from '../book.ts'
import { fillBook } from './fill.ts'
import { type Find, measureFind } from './find.ts'
import { type Growth, makeBooks, measureGrowth } from './growth.ts'
import { makePlace, type Place } from './place.ts'
import { measureProcesses, type Throughput } from './processes.ts'
import { measureReplacement } from './replace.ts'
import { plotGrowth, printTable } from './report.ts'
import { measureRivals, type Rival } from './rivals.ts'
import { bigBook, numbersOf, smallBook } from './sizes.ts'

/** The disk that a book takes whose entries have phones only, without columns. */
interface Disk {
  readonly engine: Place['engine']
  readonly megabytesPerMillion: number
  readonly secondsToFill: number
}

/** Measures how cost grows with the book, on both engines. Prints tables, and writes them and a plot to files. */
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
    await writeReport('scale', { growth, disk, find, replacements, ...(await measureServers(postgres)) })
    await writeFile(resolve(import.meta.dirname, '../../docs/growth.svg'), plotGrowth(growth))
  } finally {
    await postgres.stop()
  }
}

/** Runs the last part of {@link runScale} alone: servers beside each other, and beside other programs. */
export async function runRivals(): Promise<void> {
  if (postgresIsMissing) throw new Error(postgresIsMissing)
  const postgres = await startPostgres()
  try {
    await writeReport('rivals', await measureServers(postgres))
  } finally {
    await postgres.stop()
  }
}

async function measureServers(server: PostgresServer): Promise<{ processes: Throughput[]; rivals: Rival[] }> {
  const [sqlite, postgres] = [await makePlace(undefined), await makePlace(server)]
  for (const place of [sqlite, postgres]) await fillBook(place, smallBook)
  console.error('1, 2 and 4 servers on PostgreSQL')
  const processes = await measureProcesses(postgres)
  console.error('beside what npm has')
  const rivals = await measureRivals(sqlite, postgres, server)
  for (const place of [sqlite, postgres]) await place.remove()
  return { processes, rivals }
}

async function writeReport(name: string, results: Readonly<Record<string, readonly object[]>>): Promise<void> {
  for (const [title, rows] of Object.entries(results)) printTable(title, rows)
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, load: loadavg()[0] }
  const report = { at: new Date().toISOString(), machine, ...results }
  await writeFile(resolve(import.meta.dirname, `../results/${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
}
