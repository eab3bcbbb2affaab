import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { operations } from './operations.ts'
import { permissionPaths } from './permission-paths.ts'

const page = readFileSync(new URL('../../../docs/dialects/simotel.md', import.meta.url), 'utf8')

/** The calls that a cell names: `pbx/queues/{add,search}` are two. */
function callsIn(cell: string): string[] {
  return [...cell.matchAll(/`([a-z_]+\/[a-z_]+)\/(?:\{([^}]+)\}|([a-z_/]+))`/g)].flatMap(([, family, many, one]) =>
    (many?.split(',') ?? [one]).map((action) => `${family}/${action}`),
  )
}

describe('the calls of the vendor', () => {
  const calls = permissionPaths.filter((path) => !path.endsWith('*')).map((path) => path.slice(1))
  const all = operations.map(({ name }) => name)
  /** The calls that are an addition of this program. */
  const ours = ['add', 'remove', 'sync', 'search'].map((action) => `autodialer/groups/numbers/${action}`)
  const served = all.filter((name) => !ours.includes(name))
  const notServed = calls.filter((call) => !all.includes(call))

  it('are 80, of which 52 are served, as the page of the dialect says', () => {
    assert.equal(all.length, served.length + ours.length)
    assert.deepEqual([calls.filter((call) => !ours.includes(call)).length, served.length], [80, 52])
    assert.match(page, /These are 52 of the 80 calls .* The other 28 answer 501/)
  })

  it('are each in one of the two tables of the page', () => {
    const [, tables = ''] = page.split('\n## Calls\n')
    const [first = '', second = ''] = (tables.split('\n## ')[0] ?? '').split('These are 52')
    const named = (text: string) =>
      text
        .split('\n')
        .flatMap((line) => callsIn(line.split(' | ')[0] ?? ''))
        .sort()
    assert.deepEqual(named(first.slice(first.indexOf('|---|'))), [...all].sort())
    assert.deepEqual(named(second), [...notServed].sort())
  })
})
