// Long: servers are under load for three seconds, twelve times.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { postgresIsMissing } from '../postgres-server.ts'

it('ends when the rows of PostgreSQL are done', { skip: postgresIsMissing }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'))
  // PostgreSQL runs as another user where the test runs as root.
  chmodSync(folder, 0o711)
  t.after(() => rmSync(folder, { recursive: true }))
  const child = spawn(process.execPath, ['bench/main.ts', '--rounds', '1', 'servers'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  child.stdout.setEncoding('utf8')
  const heard: string[] = []
  child.stdout.on('data', (part: string) => heard.push(part))
  assert.deepEqual(await once(child, 'close'), [0, null])
  assert.match(heard.join(''), /^\| 4 \|/m)
})
