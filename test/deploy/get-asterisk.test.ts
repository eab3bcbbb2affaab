import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { makeFolder } from '../acceptance/support/command.ts'
import { hasProgram } from '../has-program.ts'

const script = resolve(import.meta.dirname, '../../scripts/get-asterisk.sh')
const skip = !hasProgram('apt-get') && 'apt-get is missing: this is no Debian'

describe('scripts/get-asterisk.sh', { skip }, () => {
  test('asks the mirror that is named, or that of a variable, or that of the machine’s own apt, and no other', async (t) => {
    const asked: string[] = []
    const mirror = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(404).end()
    }).listen(0, '127.0.0.1')
    await once(mirror, 'listening')
    t.after(() => mirror.close())
    const folder = await makeFolder(t)
    const at = (name: string) => `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/${name}`
    // The sources of a machine: updates for security only come first, and hold no whole Debian.
    await mkdir(join(folder, 'apt/sources.list.d'), { recursive: true })
    await writeFile(join(folder, 'apt/sources.list'), `deb ${at('debian-security')} stable-security main\n`)
    await writeFile(
      join(folder, 'apt/sources.list.d/own.sources'),
      `Types: deb\nURIs: ${at('own/debian')}\nSuites: stable\n`,
    )
    await writeFile(join(folder, 'apt.conf'), `Dir::Etc "${folder}/apt";\n`)
    const env = { ...process.env, APT_CONFIG: join(folder, 'apt.conf'), DIALBOOK_ASTERISK_CACHE: join(folder, 'cache') }
    const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      new Promise<{ code: number | string | null | undefined; stderr: string }>((done) => {
        asked.length = 0
        const all = { ...env, ...more }
        execFile('bash', [script, join(folder, 'asterisk'), ...args], { env: all }, (error, _, stderr) =>
          done({ code: error?.code, stderr }),
        )
      })
    const mirrors = () => [...new Set(asked.map((path) => path.replace(/\/dists\/forky\/.*/, '')))]

    assert.notEqual((await run(['--mirror', at('named/debian')])).code, 0)
    assert.deepEqual(mirrors(), ['/named/debian'])
    await run([], { DIALBOOK_ASTERISK_MIRROR: at('variable/debian') })
    assert.deepEqual(mirrors(), ['/variable/debian'])
    await run([])
    assert.deepEqual(mirrors(), ['/own/debian'])
    await writeFile(join(folder, 'apt/sources.list.d/own.sources'), '')
    const { code, stderr } = await run([])
    assert.equal(code, 1)
    assert.match(stderr, /apt knows no mirror of Debian here: name one by --mirror/)
    assert.deepEqual(mirrors(), [])
  })
})
