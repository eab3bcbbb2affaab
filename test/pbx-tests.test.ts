import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'

const root = resolve(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/pbx-tests.md'), 'utf8')
const rows = [...page.matchAll(/^\| (.+?) \| (?:`([^`]+)`|`` (.+) ``) \| `([^`]+)` \|$/gm)].map(
  ([, asked = '', plain, quoted, file = '']) => ({ asked, name: plain ?? quoted ?? '', file }),
)

describe('the page of what was asked of the PBX', () => {
  it('has a test for each sentence of its tables', () => {
    const lines = page.split('\n').filter((line) => /^\| (?!asked \|)/.test(line))
    assert.ok(lines.length > 60)
    assert.equal(rows.length, lines.length)
  })

  for (const { asked, name, file } of rows) {
    it(`names a test that is there: ${asked}`, () => {
      assert.ok(existsSync(join(root, file)), `there is no ${file}`)
      const text = readFileSync(join(root, file), 'utf8')
      const names = [...text.matchAll(/\b(?:test|it)\(\s*(['"`])(.*?)\1,/gs)].map(([, , each]) => each)
      assert.ok(names.includes(name), `${file} has no test '${name}'`)
    })
  }
})
