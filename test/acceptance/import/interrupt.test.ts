import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Imports, startImports } from '../support/imports.ts'

const bin = resolve(import.meta.dirname, '../../../bin/dialbook.js')

/** Lines of numbers that are all different. */
const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `0912${from + index + 1_000_000}\n`).join('')

describe('an import that is stopped', () => {
  let imports: Imports
  const ends: (() => unknown)[] = []
  before(async () => {
    imports = await startImports({ after: (end) => ends.push(end) })
  })
  after(async () => {
    for (const end of ends.reverse()) await end()
  })

  /** Begins an import of a pipe that does not end, and waits until it reads. */
  const begin = async (group: number): Promise<{ child: ChildProcess; stderr: () => string }> => {
    const report = join(imports.folder, 'report.json')
    const args = ['import', '-', '--group', String(group), '--report', report, ...imports.book.args]
    const child = spawn(process.execPath, [bin, ...args], {
      env: { PATH: process.env.PATH, ...imports.book.env },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.write(lines(0, 50_000))
    while (!existsSync(`${report}.${child.pid}.part`)) {
      assert.equal(child.exitCode, null, stderr)
      await pause(10)
    }
    return { child, stderr: () => stderr }
  }

  const changes = async (): Promise<string> => (await imports.dialbook('changes', 'list', '--json')).stdout

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`by ${signal} leaves nothing, and ends with ${code}`, async () => {
      const { id } = await imports.client.addGroup({ phones: [{ phone: '0911' }] })
      const before = await changes()
      const { child, stderr } = await begin(id)
      child.kill(signal)
      const [ended] = await once(child, 'close')
      assert.equal(ended, code, stderr())
      assert.match(stderr(), new RegExp(`^dialbook: stopped by ${signal}: nothing was imported\n$`))
      assert.deepEqual(await imports.rows(id), [['0911']])
      assert.equal(await changes(), before)
      assert.deepEqual(readdirSync(imports.folder), [])
    })
  }
})
