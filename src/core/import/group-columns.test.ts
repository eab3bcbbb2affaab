import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ColumnTitles } from '../group/group.ts'
import { type ChosenColumns, type ColumnChoice, chooseGroupColumns } from './group-columns.ts'
import type { ImportMode } from './import-report.ts'
import type { FileRecord } from './record-file.ts'

const untitled: ColumnTitles = { a: null, b: null, c: null, d: null, e: null }

interface Given {
  readonly group?: Partial<ColumnTitles>
  readonly mode?: ImportMode
  readonly choice?: ColumnChoice
  readonly titles?: readonly string[]
}

/** Chooses by rows of cells, which are written as `a|b`. */
function choose(rows: readonly string[], { group = {}, mode = 'add', choice = {}, titles }: Given = {}): ChosenColumns {
  const records: FileRecord[] = rows.map((row, index) => ({ line: index + 1, cells: row.split('|') }))
  const file = { titles: titles ?? null, format: titles ? ('vcard' as const) : ('csv' as const) }
  return chooseGroupColumns(file, records, { ...untitled, ...group }, mode, choice)
}

function fields({ fields: found }: ChosenColumns): Readonly<Record<string, number>> {
  return Object.fromEntries(found.map(({ field, column }) => [field, column]))
}

describe('the column of the numbers', () => {
  for (const title of [
    ...['Phone', 'PHONE NUMBER', 'phone_number', 'Phone 1 - Value', 'Mobile Phone', 'Tel.', 'Cell', 'msisdn', 'number'],
    ...['Telefon', 'Rufnummer', 'Handynummer', 'Tel.-Nr.', 'Mobilnummer'],
    ...['شماره', 'شماره موبایل', 'شماره تلفن', 'تلفن همراه', 'موبايل'],
    ...['Téléphone', 'Numéro de téléphone', 'Portable', 'telephone'],
    ...['Teléfono', 'Móvil', 'Número', 'Celular'],
    ...['رقم الهاتف', 'الجوال', 'رقم الجوال', 'هاتف'],
  ]) {
    it(`is found by the title ${title}, beside another one of numbers`, () => {
      const columns = choose([`id|${title}|name`, '17|09120000001|Ali', '18|09120000002|Sara'])
      assert.deepEqual([columns.number, columns.isTitled], [1, true])
    })
  }

  it('is found by its content, with and without titles', () => {
    assert.deepEqual(pick(choose(['Ali|09120000001', 'Sara|+49 30 1234'])), [1, false])
    assert.deepEqual(pick(choose(['who|what', 'Ali|09120000001'])), [1, true])
    assert.deepEqual(pick(choose(['2026-11-26|09120000001', '2026-11-27|abc', '2026-11-28|09120000002'])), [1, false])
    assert.deepEqual(pick(choose(['Ali|0911/09120000002', 'Sara|'])), [1, false])
  })

  it('is asked for when two may be it', () => {
    for (const rows of [
      ['Phone|Mobile', '0911|0912'],
      ['1|0911', '2|0912'],
      ['a|b', '17|0912'],
    ]) {
      assert.throws(() => choose(rows), {
        field: 'number',
        message: /^the columns ".+", ".+" all look like numbers: say .* --number COLUMN$/,
      })
    }
    assert.equal(choose(['Phone|Mobile', '|0912', '|0913']).number, 1)
  })

  it('is named by title, letter or position', () => {
    const rows = ['Phone|Mobile|2', '0911|0912|0913']
    for (const [named, number] of [
      ['mobile', 1],
      ['A', 0],
      ['c', 2],
      ['1', 0],
      ['2', 2],
    ] as const) {
      assert.equal(choose(rows, { choice: { number: named } }).number, number, named)
    }
    for (const named of ['Fax', 'D', '4', '']) {
      assert.throws(
        () => choose(rows, { choice: { number: named } }),
        /the file has no column .*: there are "Phone", "Mobile", "2"$/,
      )
    }
  })
})

function pick({ number, isTitled }: ChosenColumns): readonly [number, boolean] {
  return [number, isTitled]
}

describe('a line of titles', () => {
  it('is none when it has a number, or when it looks like a number with a slip', () => {
    assert.equal(choose(['mobile|09120000001', 'home|09120000002']).isTitled, false)
    assert.equal(choose(['0912000000l', '09120000002']).isTitled, false)
    assert.equal(choose(['hello', 'world']).isTitled, false)
    assert.equal(choose(['hello', '09120000002']).isTitled, true)
  })
})

describe('the columns of a group', () => {
  it('get the columns that are named like them, and the callback data', () => {
    const columns = choose(['callback_data|E|number|City|b', 'cb|e|0911|Qom|x'], { group: { a: 'city' } })
    assert.deepEqual(fields(columns), { callbackData: 0, e: 1, a: 3, b: 4 })
    assert.deepEqual(columns.newTitles, {})
  })

  it('get all others where they have no title, in order, and their titles', () => {
    const columns = choose(['Name|Phone||City', 'Ali|0911|x|Qom'], { group: { b: 'kept' } })
    assert.deepEqual(fields(columns), { a: 0, c: 2, d: 3 })
    assert.deepEqual(columns.newTitles, { a: 'Name', d: 'City' })
    assert.deepEqual(fields(choose(['Ali|0911|Qom'])), { a: 0, b: 2 })
  })

  it('leave out what has no room, the empty columns first, and tell it', () => {
    const columns = choose(['phone|1st|2nd|3rd|4th|5th|6th', '0911||b|c|d|e|f'])
    assert.deepEqual(fields(columns), { a: 2, b: 3, c: 4, d: 5, e: 6 })
    assert.deepEqual(columns.left, [1])
    const full = choose(['phone|1st|2nd', '0911|x|y'], { group: { a: '1', b: '2', c: '3', d: '4', e: '5' } })
    assert.deepEqual([fields(full), full.left], [{}, [1, 2]])
  })

  it('get what was chosen, and nothing beside it but what is named like them', () => {
    const columns = choose(['phone|Name|City|old', '0911|Ali|Qom|x'], {
      group: { e: 'old' },
      choice: { columns: { c: 'C' } },
    })
    assert.deepEqual([fields(columns), columns.newTitles, columns.left], [{ c: 2, e: 3 }, { c: 'City' }, [1]])
    assert.throws(
      () => choose(['phone|x', '0911|y'], { choice: { columns: { a: 'x', b: 'B' } } }),
      /one column of the group only/,
    )
    assert.throws(() => choose(['phone|x', '0911|y'], { choice: { columns: { a: 'z' } } }), { field: 'column' })
  })

  it('know a file of dialbook again, whatever the titles of its columns', () => {
    const columns = choose(['number|Phone|b|callback_data', '0911|0912|x|'], { group: { a: 'Phone' } })
    assert.deepEqual([columns.number, fields(columns)], [0, { a: 1, b: 2, callbackData: 3 }])
  })

  it('know a file of rejects again', () => {
    const columns = choose(['number|Name|reason|line', '0911|Ali|has no digit|17'])
    assert.deepEqual([columns.number, fields(columns), columns.left], [0, { a: 1 }, []])
  })

  it('get the useful part of a card', () => {
    const titles = ['number', 'type', 'name', 'first_name', 'last_name', 'email', 'organization', 'note']
    const columns = choose(['0911|cell|Ali R|Ali|R||Acme|'], { titles })
    assert.deepEqual([fields(columns), columns.left], [{ a: 2, b: 6, c: 1 }, [5, 7]])
  })

  it('get nothing when numbers are taken out', () => {
    assert.deepEqual(fields(choose(['phone|name', '0911|Ali'], { mode: 'remove' })), {})
  })
})
