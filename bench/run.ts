import { resolve } from 'node:path'
import { postgresIsMissing } from '../test/postgres-server.ts'
import type { BookName } from './books.ts'
import type { BenchCase } from './cases/case.ts'
import { type Child, startChild } from './child.ts'
import type { Pace } from './pace.ts'
import type { Revision } from './revision.ts'
import type { Row } from './row.ts'
import { runCommands } from './run-commands.ts'
import { type Measured, runRequests } from './run-requests.ts'
import { type EngineName, type Subject, startSubject, stopPostgres } from './subject.ts'

/** A run: its cases, the revisions that take turns, and what is told of each case when it is done. */
export interface Run {
  readonly cases: readonly BenchCase[]
  readonly engines: readonly EngineName[]
  readonly revisions: readonly Revision[]
  readonly pace: Pace
  done(measured: readonly Measured<Row>[]): void
}

/** Runs the cases, book by book, so that each book is made once for each engine and revision. */
export async function run({ cases, engines, revisions, pace, done }: Run): Promise<void> {
  const bare = await startChild([resolve(import.meta.dirname, 'bare.ts')])
  for (const engine of engines) {
    const onEngine = cases.filter((each) => each.engines.includes(engine))
    if (onEngine.length === 0) continue
    if (engine === 'PostgreSQL' && postgresIsMissing) {
      console.error(`SKIPPED on PostgreSQL: ${postgresIsMissing}`)
      continue
    }
    for (const book of new Set(onEngine.map((each) => each.book))) {
      const subjects = await startSubjects(book, engine, revisions)
      for (const each of onEngine.filter((one) => one.book === book)) {
        const began = performance.now()
        process.stderr.write(`${each.name} on ${engine}: `)
        try {
          const measured = await runCase(each, subjects, bare, pace)
          process.stderr.write(`${secondsSince(began)}\n`)
          done(measured)
        } catch (error) {
          // The other cases are still worth their time.
          console.error(`FAILED: ${(error as Error).stack}`)
          process.exitCode = 1
        }
      }
      for (const subject of subjects) await subject.stop()
    }
  }
  await stopPostgres()
  await bare.stop()
}

async function startSubjects(book: BookName, engine: EngineName, revisions: readonly Revision[]): Promise<Subject[]> {
  const began = performance.now()
  process.stderr.write(`making the book ${book} on ${engine}: `)
  const subjects: Subject[] = []
  for (const revision of revisions) subjects.push(await startSubject(revision, engine, book))
  process.stderr.write(`${secondsSince(began)}\n`)
  return subjects
}

function runCase(what: BenchCase, subjects: readonly Subject[], bare: Child, pace: Pace): Promise<Measured<Row>[]> {
  return what.kind === 'requests' ? runRequests(what, subjects, bare, pace) : runCommands(what, subjects, pace)
}

function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`
}
