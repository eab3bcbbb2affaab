import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inGoodOrder } from './run-files.ts'
import { allTests, isLong, needsPbx } from './suites.ts'

const module = pathToFileURL(join(import.meta.dirname, 'run-files.ts')).href

describe('a run of test files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-run-files-'))
  after(() => rm(folder, { recursive: true }))

  it('has every file once: the long ones before the others, and those with an Asterisk among all', () => {
    const files = inGoodOrder(allTests())
    assert.deepEqual(files.toSorted(), allTests().toSorted())
    const alone = files.filter((file) => !needsPbx(file))
    assert.equal(alone.findLastIndex(isLong), alone.filter(isLong).length - 1)
    const half = files.slice(0, files.length / 2).filter(needsPbx).length
    assert.ok(Math.abs(2 * half - files.filter(needsPbx).length) <= 1)
  })

  for (const [name, body, code, told] of [
    ['fails', 'throw new Error(process.env.REASON)', 1, /^ℹ fail 1$[\s\S]*no luck/m],
    ['passes', '', 0, /^ℹ pass 1$/m],
    ['is skipped', 't.skip(process.env.REASON)', 0, /^ℹ skipped 1$/m],
  ] as const) {
    it(`tells by its code and its last lines that a test ${name}`, async () => {
      const file = join(folder, `${code}.test.mjs`)
      await writeFile(file, `import { test } from 'node:test'; test('it', (t) => { ${body} })`)
      const script = join(folder, `run-${code}.mjs`)
      const text = `import { runFiles } from '${module}'; await runFiles(['${file}'], { REASON: 'no luck' })`
      await writeFile(script, text)
      const ended = await new Promise<{ code: number | null; stdout: string }>((done) => {
        // Node tells its tests that they run below a test.
        const { NODE_TEST_CONTEXT: _, ...env } = process.env
        const child = execFile(process.execPath, [script], { env }, (_error, stdout) =>
          done({ code: child.exitCode, stdout }),
        )
      })
      assert.equal(ended.code, code, ended.stdout)
      assert.match(ended.stdout, told)
    })
  }
})
