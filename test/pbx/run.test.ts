import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { makeFolder, run } from '../acceptance/support/command.ts'
import { freePort, freeUdpPort } from '../free-port.ts'
import { asteriskFolder, noAsterisk } from './support/asterisk.ts'

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')

/** A `pbx run` in the folder, once its Asterisk is ready or it has ended. */
async function startPbx(folder: string, options: readonly string[]) {
  const child = spawn(process.execPath, [bin, 'pbx', 'run', '--asterisk', asteriskFolder, ...options], { cwd: folder })
  const ended = new Promise((exited) => child.once('exit', (code, signal) => exited(code ?? signal)))
  let output = ''
  const ready = new Promise<void>((found) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (/Asterisk Ready/.test(output)) found()
      })
    }
  })
  await Promise.race([ready, ended])
  return { child, ended, output: () => output }
}

async function freePorts(): Promise<string[]> {
  const ports = ['--sip-port', await freeUdpPort(), '--ari-port', await freePort(), '--ami-port', await freePort()]
  return ports.map(String)
}

it('one command configures an Asterisk, runs it, and ends it with a signal', { skip: noAsterisk }, async (t) => {
  const folder = await makeFolder(t)
  assert.equal((await run(folder, ['account', 'add', 'acme'])).code, 0)
  const { child, ended, output } = await startPbx(folder, await freePorts())
  child.kill('SIGTERM')
  assert.equal(await ended, 0, output())
  assert.match(output(), /serves the account 'acme' until Ctrl-C\.\nA phone registers at 127\.0\.0\.1, UDP port \d+/)
  assert.equal((await run(folder, ['pbx', 'run', '--asterisk', asteriskFolder, '--pbx-account', 'nobody'])).code, 1)
  assert.ok((await run(folder, ['pbx', '--help'])).stdout.includes('run [options]'))
})

it('the Asterisk of a killed run is ended by the next one, and no other', { skip: noAsterisk }, async (t) => {
  const folder = await makeFolder(t)
  assert.equal((await run(folder, ['account', 'add', 'acme'])).code, 0)
  const ports = await freePorts()
  const pidFile = join(folder, 'pbx/run/asterisk.pid')
  const first = await startPbx(folder, ports)
  const left = Number(readFileSync(pidFile, 'utf8'))
  t.after(() => {
    const file = `/proc/${left}/cmdline`
    if (existsSync(file) && readFileSync(file, 'utf8').includes(folder)) process.kill(left, 'SIGKILL')
  })
  const beside = await startPbx(folder, ports)
  assert.deepEqual([await beside.ended, beside.output().includes(`already: process ${first.child.pid}.`)], [1, true])
  first.child.kill('SIGKILL')
  await first.ended
  const second = await startPbx(folder, ports)
  assert.match(second.output(), new RegExp(`left its Asterisk behind, process ${left}: it is ended`))
  assert.match(second.output(), /Asterisk Ready/)
  assert.notEqual(Number(readFileSync(pidFile, 'utf8')), left)
  // One that somebody has started himself is left alone.
  rmSync(join(folder, 'pbx/run/pbx-run.pid'))
  const other = await startPbx(folder, ports)
  assert.deepEqual([await other.ended, /has not started runs in/.test(other.output())], [1, true])
  second.child.kill('SIGTERM')
  assert.equal(await second.ended, 0, second.output())
})
