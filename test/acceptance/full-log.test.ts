import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { it } from 'node:test'
import { makeFolder } from './support/command.ts'

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')

it('a server whose log takes nothing answers, and stops in order', { timeout: 120_000 }, async (t) => {
  const data = await makeFolder(t)
  const child = spawn(process.execPath, [bin, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')],
  })
  t.after(() => child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  const said: string[] = []
  let url: string | undefined
  assert.ok(child.stdout)
  for await (const line of createInterface(child.stdout)) {
    said.push(line)
    url = /^listening on (\S+)$/.exec(line)?.[1]
    if (url) break
  }
  assert.ok(url, said.join('\n'))
  child.stdout.resume()
  for (let index = 0; index < 300; index++) {
    const answer = await fetch(`${url}/livez`)
    assert.deepEqual([answer.status, await answer.json()], [200, { status: 'ok' }])
  }
  child.kill('SIGTERM')
  assert.deepEqual(await exited, [0, null])
})
