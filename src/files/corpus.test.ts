import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type CorpusFile, corpus, corpusBytes, corpusTable } from '../../test/fixtures/imports/corpus.ts'
import { recordFiles } from './record-files.ts'

const root = join(import.meta.dirname, '../..')

/** Reads a file of the corpus that comes in portions of `portion` bytes. */
async function read({ file, hints }: CorpusFile, portion: number) {
  const bytes = corpusBytes(file)
  async function* portions() {
    for (let start = 0; start < bytes.length; start += portion) yield bytes.subarray(start, start + portion)
  }
  const { format, separator, batches } = await recordFiles.open(portions(), { filename: file, ...hints })
  const records: unknown[] = []
  for await (const batch of batches()) records.push(...batch.map(({ line, cells }) => [line, ...cells]))
  return { format, separator, records }
}

describe('the corpus', () => {
  for (const each of corpus)
    for (const portion of [1, 100_000])
      it(`has ${each.file}, of ${each.from}, in portions of ${portion}`, async () => {
        const { format, separator, records, refusal, field } = each
        if (records) assert.deepEqual(await read(each, portion), { format, separator, records })
        else
          await assert.rejects(read(each, portion), { name: 'Refusal', code: 'invalid_value', field, message: refusal })
      })

  it('names every file that is there', () => {
    const named = [...new Set(corpus.map(({ file }) => file))].sort()
    assert.deepEqual(readdirSync(join(root, 'test/fixtures/imports/files')).sort(), named)
  })

  it('is the table of docs/imports.md', () => {
    const text = readFileSync(join(root, 'docs/imports.md'), 'utf8')
    assert.ok(text.includes(corpusTable()), 'node test/fixtures/imports/corpus.ts prints the table that belongs there')
  })
})
