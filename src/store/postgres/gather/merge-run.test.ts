import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Value } from '../../engine/value.ts'
import { mergeRuns } from './merge-run.ts'
import { knownTables } from './shape.ts'
import { Shapes } from './shapes.ts'

describe('statements of one transaction that follow each other', () => {
  const kinds = { id: 'integer', name: 'text', bytes: 'blob' } as const
  const columns = Object.entries(kinds).map(([name, kind]) => ({ name, kind }))
  const shapes = new Shapes(async () => knownTables([{ name: 'groups', key: ['id'], columns }]))
  before(() => shapes.know())
  const named = 'update groups set name = $2 where id = $1'
  const begin = { sql: 'begin', parameters: [] }
  const write = (sql: string, ...parameters: Value[]) => ({ sql, parameters })
  const merged = (...statements: Parameters<typeof mergeRuns>[0][number][]) =>
    mergeRuns(statements, shapes).map(({ sql, parameters }) =>
      sql.startsWith('select set_config') ? 'settings' : [sql.split(' ')[0], ...parameters],
    )

  it('are one statement between settings of their own', () => {
    const other = write('delete from groups where id = $1', 9)
    assert.deepEqual(merged(begin, write(named, 1, 'a'), write(named, 2, 'b'), other), [
      ['begin'],
      'settings',
      ['update', '{1,2}', '{"a","b"}'],
      'settings',
      ['delete', 9],
    ])
  })

  it('stay as they are where none follows its like, or has bytes', () => {
    const bytes = 'update groups set bytes = $2 where id = $1'
    for (const statements of [
      [begin, write(named, 1, 'a')],
      [write(bytes, 1, new Uint8Array([1])), write(bytes, 2, new Uint8Array([2]))],
    ]) {
      assert.deepEqual(mergeRuns(statements, shapes), statements)
    }
  })

  it('change a row in their order', () => {
    assert.deepEqual(merged(write(named, 1, 'a'), write(named, 2, 'b'), write(named, 1, 'c')), [
      'settings',
      ['update', '{1,2}', '{"a","b"}'],
      'settings',
      ['update', 1, 'c'],
    ])
  })
})
