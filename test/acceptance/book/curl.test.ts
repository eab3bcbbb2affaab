import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { base, sampleToken, startBook } from '../support/book.ts'
import { sampleArgs } from '../support/book-samples.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/dialects/book.md'), 'utf8')
const server = await startBook({ args: sampleArgs })
after(() => server.stop())

/** The day of work that the page shows: every block of commands that calls `$API`, one after another on one book. */
const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, commands = '']) => commands)
const day = blocks.filter((commands) => commands.includes('"$API'))

test('every curl of the page works, in the order of the page', async () => {
  assert.ok(day.length >= 2)
  for (const commands of day) {
    const script = `set -euo pipefail\ncurl() { command curl -sS --fail-with-body --max-time 20 "$@"; echo; }\n${commands}`
    const env = {
      ...process.env,
      ...{ API: `${server.origin}${base}`, JSON: 'Content-Type: application/json' },
      KEY: `Authorization: Bearer ${sampleToken}`,
    }
    await promisify(execFile)('bash', ['-c', script], { env }).catch(({ stdout, stderr }) =>
      assert.fail(`${commands}\n${stdout}\n${stderr}`),
    )
  }
})
