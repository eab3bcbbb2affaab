// Long: every file of the corpus is read as often as it has bytes, cut off behind each.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { corpus, corpusBytes } from '../../test/fixtures/imports/corpus.ts'
import { Refusal } from '../core/errors.ts'
import { recordFiles } from './record-files.ts'

describe('a file that is cut off', () => {
  for (const file of new Set(corpus.map((each) => each.file)))
    it(`is read or refused: ${file}`, async () => {
      const bytes = corpusBytes(file)
      for (let end = 0; end < bytes.length; end++) {
        async function* portions() {
          yield bytes.subarray(0, end)
        }
        try {
          const { batches } = await recordFiles.open(portions(), { filename: file })
          for await (const _ of batches());
        } catch (error) {
          assert.ok(error instanceof Refusal, `cut off behind ${end}: ${error instanceof Error ? error.stack : error}`)
        }
      }
    })
})
