import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../../test/builders.ts'
import { corpus, corpusBytes, importTable } from '../../../test/fixtures/imports/corpus.ts'
import type { Caller } from '../caller.ts'
import { Refusal } from '../errors.ts'
import { importNumbers } from './import-numbers.ts'

describe('the corpus, imported', () => {
  let book: TestBook
  let caller: Caller
  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
  })
  after(() => book.close())

  it('is a table in the documentation', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../../../docs/imports.md'), 'utf8')
    assert.ok(text.includes(importTable()), 'docs/imports.md has another table: node test/fixtures/imports/corpus.ts')
  })

  for (const { file, hints, imported, refusal } of corpus) {
    if (refusal !== undefined || hints?.cards === 'contacts') continue
    it(`${file} gives what it should`, async () => {
      assert.ok(imported, `say in corpus.json what comes of ${file}`)
      async function* bytes() {
        yield corpusBytes(file)
      }
      const opened = await book.core.files.open(bytes(), { filename: file, ...hints })
      const files = [{ name: file, file: opened }]
      const run = () => importNumbers(book.core, caller, { create: { name: file } }, files, { bad: 'skip' })
      if ('refused' in imported) {
        await assert.rejects(run, (error) => error instanceof Refusal && error.message === imported.refused)
        return
      }
      const { lines, added, repeated, rejected, files: told } = await run()
      assert.deepEqual(
        { lines, added, repeated, rejected, number: told[0]?.number, columns: told[0]?.columns },
        imported,
      )
    })
  }
})
