import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { it } from 'node:test'
import { makeFolder, run } from '../acceptance/support/command.ts'
import { freePort, freeUdpPort } from '../free-port.ts'
import { asteriskFolder, eventually, noAsterisk } from './support/asterisk.ts'

const bin = resolve(import.meta.dirname, '../../bin/dialbook.js')

/** The name under which the flood comes: none of the numbers is an extension's. */
const attacker = '127.0.0.66'

it('a flood fills no disk: the log begins new files, and the terminal shows one line', {
  skip: noAsterisk,
}, async (t) => {
  const folder = await makeFolder(t)
  assert.equal((await run(folder, ['account', 'add', 'acme'])).code, 0)
  const sipPort = await freeUdpPort()
  const ports = ['--sip-port', sipPort, '--ari-port', await freePort(), '--ami-port', await freePort()].map(String)
  const args = [bin, 'pbx', 'run', '--asterisk', asteriskFolder, '--pbx-log-limit', '50KiB', ...ports]
  const child = spawn(process.execPath, args, { cwd: folder })
  const ended = once(child, 'close')
  // It ends its Asterisk by that too.
  t.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  await eventually('Asterisk is ready', () => /Asterisk Ready/.test(output))

  const log = join(folder, 'pbx/log')
  const files = async () => (await readdir(log)).filter((name) => name.startsWith('messages')).sort()
  const flooding = flood(sipPort)
  try {
    await eventually('there are five files', async () => (await files()).length === 5)
    const oldest = await readFile(join(log, 'messages.4'))
    await eventually('the oldest is gone', async () => !oldest.equals(await readFile(join(log, 'messages.4'))))
    const all = ['messages', 'messages.1', 'messages.2', 'messages.3', 'messages.4']
    // Asterisk begins the first one a moment after the others are renamed.
    await eventually('there are five files again', async () => String(await files()) === String(all))
    assert.match(await readFile(join(log, 'messages.1'), 'utf8'), new RegExp(`failed for '${attacker}:`))
  } finally {
    flooding.stop()
  }
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  const shown = output.split('\n').filter((line) => line.includes(`failed for '${attacker}:`))
  assert.ok(shown.length > 0 && shown.length < 5, `${shown.length} lines are shown`)
})

/** Sends REGISTER after REGISTER with a wrong digest, 50 at a time, the next ones when one is answered. */
function flood(port: number): { stop(): void } {
  const socket = createSocket('udp4').bind(0, attacker)
  let nonce = ''
  let count = 0
  const send = () => {
    for (let each = 0; each < 50; each++) {
      const number = 900_000 + (++count % 1000)
      const own = `${attacker}:${socket.address().port}`
      const digest = `username="${number}", realm="dialbook", nonce="${nonce}", uri="sip:127.0.0.1", response="${'0'.repeat(32)}"`
      const lines = [
        `REGISTER sip:127.0.0.1:${port} SIP/2.0`,
        `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${count};rport`,
        ...['Max-Forwards: 70', `From: <sip:${number}@127.0.0.1>;tag=${count}`, `To: <sip:${number}@127.0.0.1>`],
        ...[`Call-ID: ${count}@${own}`, 'CSeq: 1 REGISTER', `Contact: <sip:${number}@${own}>`],
        ...(nonce === '' ? [] : [`Authorization: Digest ${digest}, algorithm=MD5`]),
        ...['Content-Length: 0', '', ''],
      ]
      socket.send(lines.join('\r\n'), port, '127.0.0.1')
    }
  }
  let answers = 0
  socket.on('message', (bytes) => {
    nonce = /nonce="([^"]+)"/.exec(String(bytes))?.[1] ?? nonce
    if (++answers % 40 === 0) send()
  })
  // What was lost is sent once more.
  const repeating = setInterval(send, 500)
  socket.once('listening', send)
  return {
    stop() {
      clearInterval(repeating)
      socket.close()
    },
  }
}
