import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook } from './builders.ts'
import { nastyBook } from './nasty-books.ts'
import { everyWay, goesRound } from './round-trip.ts'

const book = await buildBook()
after(() => book.close())

describe('an export', () => {
  it('that is imported again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(nastyBook, (made) => goesRound(book, made, everyWay)),
      { numRuns: 40 },
    )
  })
})
