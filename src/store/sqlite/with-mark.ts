import { join } from 'node:path'
import type { MissingChanges } from '../../core/change/missing-changes.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { editionFact } from '../engine/facts.ts'
import { type CommitMark, readMark, writeMark } from './commit-mark.ts'
import { readLosses, recordLoss } from './loss-record.ts'
import { isAllInOneFile } from './read-untouched.ts'

/** Milliseconds between two looks at the newest change. */
const lookEveryMs = 1000

/**
 * Compares a book with the mark that its last server left, and finds the changes that are gone: SQLite ends its log at the first
 * damaged place, without a word. A server keeps the mark up to date from then on. No write waits for that.
 */
export async function withMark(engine: Engine, folder: string, isServed: boolean): Promise<Engine> {
  const found = await newestIn(engine.reader)
  const { edition } = found
  const loss = lossOf(found, readMark(folder))
  // Where the disk takes no writes the mark stays as it is too, and the next start finds the loss again.
  const isKept = edition === null || loss === undefined || recordLoss(folder, edition, loss)
  const keeper = isServed ? keepMark(engine, folder) : undefined
  return {
    ...engine,
    missingChanges: () => (edition === null ? [] : isKept ? readLosses(folder, edition) : [loss]),
    async close() {
      const seal = await keeper?.stop()
      await engine.close()
      await seal?.()
    },
  }
}

interface Newest {
  /** The edition of the book; null for a book that no server has had yet. */
  readonly edition: string | null
  readonly change: number
}

async function newestIn(session: Session): Promise<Newest> {
  const row = await session.one(
    'select (select value from facts where name = $1) as edition, (select max(number) from changes) as change',
    [editionFact],
  )
  return { edition: row?.edition as string | null, change: (row?.change ?? 0) as number }
}

function lossOf({ edition, change }: Newest, mark: CommitMark | undefined): MissingChanges | undefined {
  // Beside another edition the mark is of a book that was there before. A closed book that is older now was put there.
  if (!mark || mark.edition !== edition || mark.isClosed || change >= mark.change) return undefined
  return { first: change + 1, last: mark.change }
}

interface Keeper {
  /** Keeps the mark no more. Returns what is to be done once the book is closed. */
  stop(): Promise<() => Promise<void>>
}

function keepMark(engine: Engine, folder: string): Keeper {
  const file = join(folder, 'book.db')
  let kept: Newest | undefined
  const look = async (): Promise<void> => {
    const newest = await newestIn(engine.reader)
    if (newest.edition === null || (newest.edition === kept?.edition && newest.change === kept.change)) return
    await writeMark(folder, { ...newest, edition: newest.edition, isClosed: false })
    kept = newest
  }
  // A book that cannot be read, or a disk that takes no mark, is told of by what needs it more.
  const lookQuietly = (): Promise<void> => look().catch(() => undefined)
  let looking = lookQuietly()
  const timer = setInterval(() => {
    looking = looking.then(lookQuietly)
  }, lookEveryMs).unref()
  return {
    async stop() {
      clearInterval(timer)
      await looking
      await lookQuietly()
      return async () => {
        const { edition, change } = kept ?? { edition: null, change: 0 }
        if (edition === null || !isAllInOneFile(file)) return
        await writeMark(folder, { edition, change, isClosed: true }).catch(() => undefined)
      }
    },
  }
}
