// Long: 1,000 books are made, exported and imported again; FC_RUNS=10000 makes ten thousand.
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook } from './builders.ts'
import { nastyBook } from './nasty-books.ts'
import { goesRound, type Way } from './round-trip.ts'

const book = await buildBook()
after(() => book.close())

const books = Number(process.env.FC_RUNS ?? 1000)

/** The part of the books that goes each way. A sheet takes ten times as long to write and to read as a csv. */
const parts: readonly (readonly [Way, number])[] = [
  [['csv', 'sync'], 0.7],
  [['csv', 'add'], 0.2],
  [['xlsx', 'sync'], 0.1],
]

describe(`the exports of ${books} books`, () => {
  for (const [way, part] of parts) {
    const numRuns = Math.ceil(books * part)
    it(`change nothing when they are imported again, ${way.join(' ')}`, async () => {
      await fc.assert(
        fc.asyncProperty(nastyBook, (made) => goesRound(book, made, [way])),
        { numRuns },
      )
    })
  }
})
