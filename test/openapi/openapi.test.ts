import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { dialects } from '../../src/dialects/dialects.ts'
import { compiled, documents } from './documents.ts'

for (const { name, openapi } of dialects) {
  test(`the description of ${name} is just what its operations and readers tell: else node scripts/openapi.ts`, async () => {
    assert.ok(openapi)
    assert.deepEqual(documents.get(name), JSON.parse(JSON.stringify(await openapi())))
  })
}

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    // This server is on loopback, and every host has its own address.
    'no-server-example.com': 'off',
    // Documents that nobody signs in for have no error of the client but a wrong address.
    'operation-4xx-response': 'error',
    // `/groups/{id}` and `/groups.{format}` are told apart by the router.
    'no-ambiguous-paths': 'off',
  },
})

for (const [name, document] of documents) {
  describe(name, () => {
    test('has nothing that the linter minds', async () => {
      const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: `${name}.json`, config })
      assert.deepEqual(
        found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`),
        [],
      )
    })

    test('has examples, and all fit', () => {
      let count = 0
      const wrong: string[] = []
      for (const [path, item] of Object.entries(document.paths)) {
        for (const [method, operation] of Object.entries(item)) {
          for (const { where, media } of mediaOf(operation)) {
            for (const [example, { value }] of Object.entries(media.examples ?? {})) {
              count++
              const problem = compiled(name, media.schema)(value)
              if (problem) wrong.push(`${method} ${path} ${where} ${example}: ${problem}`)
            }
          }
        }
      }
      assert.deepEqual(wrong, [])
      assert.ok(count > 5, `${count} examples`)
    })
  })
}

interface Media {
  readonly schema: object
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

/** Every body of an operation, with its place. */
function mediaOf(operation: Readonly<Record<string, unknown>>): { where: string; media: Media }[] {
  const { requestBody, responses } = operation as {
    requestBody?: { content: Record<string, Media> }
    responses: Record<string, { content?: Record<string, Media> }>
  }
  return [['request', requestBody] as const, ...Object.entries(responses)].flatMap(([where, part]) =>
    Object.entries(part?.content ?? {}).map(([type, media]) => ({ where: `${where} ${type}`, media })),
  )
}
