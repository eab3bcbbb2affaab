import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { makeFolder, serve } from '../support/command.ts'

test('a new book has a key and a call to paste, which works', async (t) => {
  const server = await serve(t, await makeFolder(t), ['--json'])
  await server.printed(/\n\{.*\}\n/)
  const { dialects } = JSON.parse(server.stdout().split('\n')[1] ?? '') as {
    dialects: { dialect: string; key: Record<string, string>; samples: { command: string }[] }[]
  }
  const lox24 = dialects.find(({ dialect }) => dialect === 'lox24') ?? assert.fail('no lox24')
  assert.match(lox24.key.clientId ?? '', /^[1-9]\d{6}$/)
  assert.match(lox24.key.token ?? '', /^[0-9a-f]{32}$/)
  assert.equal(lox24.samples.length, 1)
  const { stdout } = await promisify(execFile)('sh', ['-c', lox24.samples[0]?.command ?? ''])
  const answer = JSON.parse(stdout)
  assert.deepEqual(
    [answer['@type'], answer.name, answer.name_e, answer.count_items],
    ['groups', 'My Clients', 'something_else', 1],
  )
  assert.equal((await server.stop()).code, 0)
})
