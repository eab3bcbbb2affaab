import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, test } from 'node:test'
import { BookClient, sampleToken, startBook } from '../support/book.ts'
import { bookExamples, runCommands, SampleIds, sampleArgs } from '../support/book-samples.ts'
import { send } from '../support/http.ts'

const server = await startBook({ args: sampleArgs })
after(() => server.stop())
const ids = new SampleIds()

/** A text with the moments in it left out, and with the ids of the samples as they are here. */
function normal(value: unknown, isSample: boolean): unknown {
  const text = JSON.stringify(value ?? null)
    .replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"a moment"')
    .replace(/\b\d{13}\b/g, '0')
    .replace(/"(secret|token)":"[^"]*"/g, '"$1":"a secret"')
  return JSON.parse(isSample ? ids.here(text) : text)
}

test('every example is answered as it says', async () => {
  for (const { operation: name, commands = [], varies = false, samples } of bookExamples) {
    await runCommands(server, { commands })
    for (const sample of samples) {
      const answer = await send(server, {
        method: sample.method,
        path: ids.here(sample.path),
        headers: { ...sample.headers, Authorization: `Bearer ${sampleToken}` },
        ...(sample.body !== undefined && { body: ids.here(sample.body) }),
      })
      const { status, contentType, body } = sample.response
      assert.deepEqual(
        [answer.status, answer.headers['content-type']],
        [status, contentType],
        `${name}: ${answer.text}`,
      )
      const isText = answer.text !== '' && !/json;/.test(contentType ?? '')
      const got: unknown = answer.text === '' ? null : isText ? answer.text : JSON.parse(answer.text)
      ids.learn(body, got)
      if (!varies) assert.deepEqual(normal(got, false), normal(body, true), name)
    }
  }
})

test('no example shows a problem that no document describes', async () => {
  const client = new BookClient(server)
  const documentation = readFileSync(resolve(import.meta.dirname, '../../../docs/dialects/book.md'), 'utf8')
  for (const { samples } of bookExamples) {
    for (const { response } of samples) {
      const { type } = (response.body ?? {}) as { type?: string }
      if (type !== undefined)
        assert.ok(documentation.includes(`\`${type.replace('urn:problem-type:dialbook:', '')}\``), type)
    }
  }
  await client.ok(200, 'GET', '/me')
})
