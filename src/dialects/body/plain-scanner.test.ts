import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ScanProblem } from './list-scanner.ts'
import { PlainScanner } from './plain-scanner.ts'

function scan(body: string): string {
  const scanner = new PlainScanner()
  const bytes = Buffer.from(body)
  for (let start = 0; start < bytes.length; start += 1000) scanner.write(bytes.subarray(start, start + 1000))
  return scanner.end().toString()
}

describe('the scanner of long bodies without a list', () => {
  it('gives back a body of long texts, whatever these say', () => {
    const body = JSON.stringify({ a: '[{,"\\'.repeat(20_000), b: { c: ['x'.repeat(1_000_000)] } })
    assert.equal(scan(body), body)
  })

  for (const [title, body, kind] of [
    ['more than 10,000 members', `{"a":[${'1,'.repeat(10_000)}1]}`, 'size'],
    ['more than 64 levels', '['.repeat(65), 'depth'],
    ['more than 16 MiB', `"${'x'.repeat(16 * 1024 * 1024)}"`, 'size'],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => scan(body),
        (error) => error instanceof ScanProblem && error.kind === kind,
      )
    })
  }
})
