import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { it } from 'node:test'
import { makeFolder, run } from '../acceptance/support/command.ts'
import { freePort, freeUdpPort } from '../free-port.ts'
import { asteriskFolder, noAsterisk } from './support/asterisk.ts'

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')

it('one command configures an Asterisk, runs it, and ends it with a signal', { skip: noAsterisk }, async (t) => {
  const folder = await makeFolder(t)
  assert.equal((await run(folder, ['account', 'add', 'acme'])).code, 0)
  const ports = ['--sip-port', await freeUdpPort(), '--ari-port', await freePort(), '--ami-port', await freePort()]
  const child = spawn(process.execPath, [bin, 'pbx', 'run', '--asterisk', asteriskFolder, ...ports.map(String)], {
    cwd: folder,
  })
  const ended = new Promise((exited) => child.once('exit', (code, signal) => exited(code ?? signal)))
  let output = ''
  const ready = new Promise<void>((found) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (/Asterisk Ready/.test(output)) found()
    })
  })
  await Promise.race([ready, ended])
  child.kill('SIGTERM')
  assert.equal(await ended, 0, output)
  assert.match(output, /serves the account 'acme' until Ctrl-C\.\nA phone registers at 127\.0\.0\.1, UDP port \d+/)
  assert.equal((await run(folder, ['pbx', 'run', '--asterisk', asteriskFolder, '--pbx-account', 'nobody'])).code, 1)
  assert.ok((await run(folder, ['pbx', '--help'])).stdout.includes('run [options]'))
})
