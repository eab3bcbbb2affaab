import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allocation } from '../../engine/sequences.ts'
import { knownTables, shapeOf } from './shape.ts'

const tables = knownTables([
  {
    name: 'kept',
    key: ['account_id', 'id'],
    columns: [
      { name: 'account_id', kind: 'integer' },
      { name: 'id', kind: 'integer' },
      { name: 'word', kind: 'text' },
      { name: 'bytes', kind: 'blob' },
    ],
  },
])
const shape = (sql: string, isLock = false) => shapeOf(sql, tables, isLock)
const flat = (sql = '') => sql.replace(/\s+/g, ' ')

describe('the shape of a statement', () => {
  it('has the rows that a condition of equalities finds, and looks for each by itself', () => {
    const { kind, table, key, rowKey, merged } = shape("select * from kept where account_id = $1 and word = 'a'", true)
    assert.deepEqual({ kind, table, rowKey }, { kind: 'read', table: 'kept', rowKey: ['account_id', 'id'] })
    assert.deepEqual(key, [
      { column: 'account_id', place: 0 },
      { column: 'word', word: 'a' },
    ])
    assert.equal(
      flat(merged),
      'select v.place_in_group, found.* from unnest($1::bigint[]) with ordinality as v(p1, place_in_group) ' +
        "cross join lateral (select * from kept where account_id = v.p1 and word = 'a' for update skip locked) as found",
    )
  })

  it('has no rows where the condition is more than equalities', () => {
    for (const condition of ['id > $1', 'id = $1 or id = $2', 'id = $1 order by word', 'id in ($1)']) {
      assert.deepEqual(shape(`select * from kept where ${condition}`).key, undefined, condition)
    }
    assert.equal(shape('select kept.* from kept join other on kept.id = other.id where kept.id = $1').key, undefined)
  })

  it('finds the first row of an order for many at once, and locks no row by that', () => {
    const { key, merged } = shape('select id from kept where account_id = $1 and id <= $2 order by id desc limit 1')
    assert.equal(key, undefined)
    assert.match(
      flat(merged),
      /unnest\(\$1::bigint\[\],\$2::bigint\[\]\) .* lateral \(.* id <= v\.p2 order by id desc limit 1\) as found$/,
    )
    for (const end of ['order by id limit 2', 'order by id', 'or id = $3 order by id limit 1']) {
      assert.equal(shape(`select id from kept where account_id = $1 and id <= $2 ${end}`).merged, undefined, end)
    }
  })

  it('has one statement for many inserted rows, in whatever order their values come', () => {
    const { kind, merged } = shape('insert into kept (id, word, account_id) values ($2, $3, $1)')
    assert.equal(kind, 'insert')
    assert.equal(
      merged,
      'insert into kept (id, word, account_id) select v.p2, v.p3, v.p1 ' +
        'from unnest($1::bigint[],$2::bigint[],$3::text[]) as v(p1, p2, p3)',
    )
    const onConflict = ' on conflict (account_id, id) do update set bytes = excluded.bytes'
    const upsert = shape(`insert into kept (account_id, id, bytes) values ($1, $2, $3)${onConflict}`)
    assert.equal(upsert.kind, 'upsert')
    assert.deepEqual(
      upsert.key?.map(({ column }) => column),
      ['account_id', 'id'],
    )
    assert.match(upsert.merged ?? '', /as v\(p1, p2, p3\) on conflict .* excluded.bytes$/)
  })

  it('has one statement for many updates and many deletions', () => {
    assert.equal(
      shape('update kept set word = $3,id = id + $4\n where account_id = $1 and id = $2').merged,
      'update kept set word = v.p3,id = id + v.p4 from unnest($1::bigint[],$2::bigint[],$3::text[],$4::bigint[]) ' +
        'as v(p1, p2, p3, p4) where account_id = v.p1 and id = v.p2',
    )
    assert.equal(
      shape('delete from kept where id = $1').merged,
      'delete from kept using unnest($1::bigint[]) as v(p1) where id = v.p1',
    )
  })

  it('is never merged where it is not known through and through', () => {
    for (const sql of [
      'update kept set word = lower($2) where id = $1',
      'update kept set word = $2 where id = $1 or id = 3',
      'update kept set unknown = $2 where id = $1',
      'insert into kept (id, word) values ($1, $2), ($3, $4)',
      'insert into kept (id, word) values ($1, 7)',
      'insert into kept (id) values ($1) on conflict (id) do update set id = kept.id + $1',
      'insert into unknown (id) values ($1)',
      'select 1',
    ]) {
      assert.equal(shape(sql).merged, undefined, sql)
    }
  })

  it('is other than read or written where it may be both', () => {
    for (const sql of [
      allocation,
      'update kept set id = $1 where id = $2 returning id',
      'with gone as (delete from kept where id = 1) select 1',
      'analyze',
    ]) {
      assert.equal(shape(sql).kind, 'other', sql)
    }
  })
})
