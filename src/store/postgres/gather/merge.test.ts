import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Value } from '../../engine/value.ts'
import { arrayText } from './array-text.ts'
import { mergeWrites, sumLast, type Write } from './merge.ts'
import { knownTables, shapeOf } from './shape.ts'

const columns = ['a', 'b', 'c', 'd'].map((name) => ({ name, kind: 'integer' as const }))
const tables = knownTables(['a', 'b', 'c', 'd'].map((name) => ({ name, key: ['a'], columns })))
const write = (sql: string, ...parameters: Value[]): Write => ({ sql, parameters, shape: shapeOf(sql, tables) })
const insert = (table: string, value: number) => write(`insert into ${table} (a) values ($1)`, value)
const shown = (jobs: Write[][]) =>
  mergeWrites(jobs).map(({ sql, parameters }) => `${/(?:into|update) (\w)/.exec(sql)?.[1]} ${parameters.join(' ')}`)

describe('the writes of several jobs', () => {
  it('are one statement where they have the same SQL, and keep the order of each job', () => {
    const one = [insert('a', 1), insert('b', 2), insert('d', 3)]
    const other = [insert('a', 4), insert('c', 5), insert('d', 6)]
    assert.deepEqual(shown([one, other]), ['a {1,4}', 'b 2', 'c 5', 'd {3,6}'])
    assert.deepEqual(shown([[insert('a', 1)], [insert('b', 2), insert('a', 3)]]), ['b 2', 'a {1,3}'])
    assert.deepEqual(shown([[insert('a', 1), insert('a', 2)], []]), ['a {1,2}'])
  })

  it('change a row once in a statement', () => {
    const update = (row: number, value: number) => write('update a set b = b + $2 where a = $1', row, value)
    assert.deepEqual(shown([[update(1, 1)], [update(1, 2)], [update(2, 3)]]), ['a {1,2} {1,3}', 'a 1 2'])
    const upsert = (row: number) => write('insert into a (a) values ($1) on conflict (a) do nothing', row)
    assert.deepEqual(shown([[upsert(1), upsert(1)], [upsert(2)]]), ['a {1,2}', 'a 1'])
  })

  it('are sent by themselves where they cannot be merged', () => {
    const odd = (value: number) => write('update a set b = abs($1) where a = 1', value)
    assert.deepEqual(shown([[odd(1), odd(2)], [odd(3)]]), ['a 1', 'a 2', 'a 3'])
  })

  it('are summed where they come last', () => {
    const sums = sumLast([
      insert('a', 0),
      write('x', 1, 'group', 3),
      write('x', 2, 'group', 1),
      write('x', 1, 'group', -1),
    ])
    assert.deepEqual(
      sums.map(({ parameters }) => parameters),
      [[0], [1, 'group', 2], [2, 'group', 1]],
    )
  })
})

describe('an array in text', () => {
  it('holds every value of ours', () => {
    assert.equal(arrayText([1, null, 'a', 'NULL', 'q"\\', '']), '{1,NULL,"a","NULL","q\\"\\\\",""}')
    assert.equal(arrayText([Uint8Array.of(0, 255)]), '{"\\\\x00ff"}')
  })
})
