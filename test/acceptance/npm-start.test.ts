import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

const root = resolve(import.meta.dirname, '../..')

test('npm start passes a signal on: the server stops in order', { timeout: 600_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'dialbook-npm-start-'))
  const child = spawn('npm', ['start', '--', '--port', '0', '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (/^listening on /m.test(text)) child.kill('SIGTERM')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  // The pipes close when the server itself has gone, and not only npm.
  await new Promise((closed) => child.once('close', closed))
  await rm(data, { recursive: true })
  assert.match(log, /"reason":"SIGTERM","msg":"stopping"/)
  assert.match(log, /"msg":"stopped"/)
})

test('npx passes a signal on to its shell only, and yet leaves no server behind', { timeout: 600_000 }, async () => {
  const child = spawn('npx', ['dialbook', 'dev', '--port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let port = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const found = /^listening on http:\/\/127\.0\.0\.1:(\d+)$/m.exec(text)
    if (!found) return
    port = Number(found[1])
    child.kill('SIGTERM')
  })
  // As above: the server holds the pipe, so this comes when it has gone.
  await new Promise((closed) => child.once('close', closed))
  assert.notEqual(port, 0)
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`))
})
