import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { noCode, phoneCode } from '../core/list/phone-code.ts'
import { phonesJson } from './phones-json.ts'
import { LongArray, streamedJson } from './streamed-json.ts'

const phone = fc.oneof(
  fc.stringMatching(/^\+?\d{1,17}$/),
  fc.constantFrom('*43#', '"é\\\u0000', '\ud800', '0', '+0', '999999999999999', '+000000000000001'),
)

describe('phones as JSON', () => {
  it('are those that JSON.stringify writes, in parts of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(phone, { minLength: 1 })), async (parts) => {
        async function* packed() {
          for (const part of parts) {
            const codes = Float64Array.from(part, phoneCode)
            const texts = part.flatMap((each, at) => (codes[at] === noCode ? [[at, each] as const] : []))
            yield phonesJson({ codes, phones: new Map(texts) })
          }
        }
        const answer = { before: 1, numbers: new LongArray(packed()), after: [] }
        const wanted = { ...answer, numbers: parts.flat() }
        assert.equal(await text(streamedJson(answer)), Buffer.from(JSON.stringify(wanted)).toString())
      }),
    )
  })
})
