import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { corpus, corpusBytes } from '../../test/fixtures/imports/corpus.ts'
import { Refusal } from '../core/errors.ts'
import { recordFiles } from './record-files.ts'

const files = [...new Set(corpus.map(({ file }) => file))]

/** Reads bytes. Gives the count of records, or -1 when they are refused; whatever else is thrown goes on. */
async function read(bytes: Uint8Array): Promise<number> {
  async function* portions() {
    yield bytes
  }
  try {
    let count = 0
    const { batches } = await recordFiles.open(portions(), { filename: 'file' })
    for await (const batch of batches()) count += batch.length
    return count
  } catch (error) {
    if (error instanceof Refusal) return -1
    throw error
  }
}

describe('nonsense', () => {
  it('of random bytes is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => void (await read(bytes))),
      { numRuns: 300 },
    )
  })

  it('of a file with some bytes changed is read or refused', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), changes, async (file, bytes) => {
        const changed = Buffer.from(corpusBytes(file))
        if (changed.length === 0) return
        for (const [place, byte] of bytes) changed[place % changed.length] = byte
        await read(changed)
      }),
      { numRuns: 1000 },
    )
  })

  for (const [title, text] of [
    ['quotes', '"'.repeat(300_000)],
    ['escaped quotes in a line', `a,"${'""'.repeat(100_000)}"\n`],
    ['separators', ','.repeat(200_000)],
    ['CR', '\r'.repeat(300_000)],
    ['semicolons of a property', `BEGIN:VCARD\nTEL${';'.repeat(90_000)}:1\nEND:VCARD\n`],
    ['quotes of a parameter', `BEGIN:VCARD\nTEL;TYPE=${'"'.repeat(90_001)}:1\nEND:VCARD\n`],
    ['backslashes', `BEGIN:VCARD\nN:${'\\'.repeat(90_001)}\nEND:VCARD\n`],
    ['soft line breaks', `BEGIN:VCARD\nFN;QUOTED-PRINTABLE:${'A=\n'.repeat(40_000)}\nEND:VCARD\n`],
    ['nested cards', `BEGIN:VCARD\n${'AGENT:\nBEGIN:VCARD\n'.repeat(50_000)}`],
    ['apostrophes', `${"'".repeat(90_000)}\n`],
    ['digits', `${'0 '.repeat(45_000)}x\n`],
    ['formulas', `="${'""'.repeat(45_000)}\n`],
  ] as const) {
    it(`of many ${title} is read in a moment`, { timeout: 30_000 }, async () => {
      const before = process.cpuUsage()
      await read(Buffer.from(text))
      const { user, system } = process.cpuUsage(before)
      assert.ok(user + system < 5_000_000, `${(user + system) / 1000} ms of processor time`)
    })
  }
})
