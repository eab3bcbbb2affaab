// Long: 10,000 books are made, exported and imported again.
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook } from './builders.ts'
import { nastyBook } from './nasty-books.ts'
import { goesRound, type Way } from './round-trip.ts'

const book = await buildBook()
after(() => book.close())

/** Books that go each way. A sheet takes ten times as long to write and to read as a csv. */
const runs: readonly (readonly [Way, number])[] = [
  [['csv', 'sync'], 7000],
  [['csv', 'add'], 2000],
  [['xlsx', 'sync'], 1000],
]

describe('the exports of 10,000 books', () => {
  for (const [way, numRuns] of runs) {
    it(`change nothing when they are imported again, ${way.join(' ')}`, async () => {
      await fc.assert(
        fc.asyncProperty(nastyBook, (made) => goesRound(book, made, [way])),
        { numRuns },
      )
    })
  }
})
