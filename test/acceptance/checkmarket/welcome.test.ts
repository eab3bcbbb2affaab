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
  const { key, samples } = dialects.find(({ dialect }) => dialect === 'checkmarket') ?? assert.fail('no checkmarket')
  assert.equal(samples.length, 1)
  const { stdout } = await promisify(execFile)('sh', ['-c', samples[0]?.command ?? ''])
  assert.equal(JSON.parse(stdout).Data, true, stdout)
  // The call has moved the group into the folder, and given it a name and a description.
  const headers = { 'X-Master-Key': key.masterKey ?? '', 'X-Key': key.key ?? '' }
  const list = async (path: string) =>
    ((await (await fetch(`${server.url}/3/${path}`, { headers })).json()) as { Data: Record<string, unknown>[] }).Data
  const [folder, ...folders] = await list('contactfolders')
  const groups = await list('contactgroups?select=Name,Description,GroupFolderId&filter=GroupFolderId%20ne%20null')
  assert.deepEqual([folder?.Name, folders], ['test_folder', []])
  assert.deepEqual(groups, [{ Name: 'sample string 1', Description: 'sample string 2', GroupFolderId: folder?.Id }])
  assert.equal((await server.stop()).code, 0)
})
