import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { makeFolder, serve } from '../support/command.ts'

test('a new book has a key and calls to paste, which work', async (t) => {
  const server = await serve(t, await makeFolder(t), ['--json'])
  await server.printed(/\n\{.*\}\n/)
  const { dialects } = JSON.parse(server.stdout().split('\n')[1] ?? '') as {
    dialects: { dialect: string; key: Record<string, string>; samples: { command: string }[] }[]
  }
  const book = dialects.find(({ dialect }) => dialect === 'book') ?? assert.fail('no book')
  assert.match(book.key.token ?? '', /^dialbook_[A-Za-z0-9]{40}$/)
  const answers = []
  for (const { command } of book.samples) {
    const { stdout } = await promisify(execFile)('sh', ['-c', command])
    answers.push(JSON.parse(stdout))
  }
  const [me, preview] = answers
  assert.deepEqual([answers.length, me.account.name], [2, 'default'])
  assert.deepEqual([preview.state, preview.counts.added, preview.counts.rejected], ['waiting', 1, 1])
  assert.equal((await server.stop()).code, 0)
})
