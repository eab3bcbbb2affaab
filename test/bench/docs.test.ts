import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { docsOfResults } from '../../bench/docs.ts'
import { plot } from '../../bench/plot.ts'
import { type Circumstances, keepResults, readResults, tableNames } from '../../bench/results.ts'
import { elsewhereLine, tableOf } from '../../bench/tables.ts'

const docs = resolve(import.meta.dirname, '../../docs')
const page = readFileSync(join(docs, 'performance.md'), 'utf8')
const measured: Circumstances = { at: '2026-11-27T08:00', commit: 'abc', machine: 'a machine', load: 1.5 }

describe('docs/performance.md', () => {
  it('has the tables and the plot of bench/results: npm run bench -- --docs writes them', () => {
    const { text, svg } = docsOfResults(page)
    assert.equal(page, text)
    assert.equal(readFileSync(join(docs, 'growth.svg'), 'utf8'), svg)
  })

  const rest = page.replaceAll(/<!-- table: \w+ -->[\s\S]*?<!-- end -->/g, '')

  it('has no measured figure in a sentence that does not stand in a decision, to which its paragraph leads', () => {
    const figures = /(?<!\w)[\d.,]*\d (?:%|µs|ms|s|seconds|minutes|KiB|MiB|GiB)(?!\w)|×\s?\d[\d.,]*/g
    const unproved = rest.split('\n\n').flatMap((paragraph) => {
      const links = paragraph.matchAll(/\((decisions\/[\w-]+\.md)\)/g)
      const proofs = Array.from(links, ([, file = '']) => readFileSync(join(docs, file), 'utf8'))
      const isProved = (figure: string) => proofs.some((proof) => proof.includes(figure))
      return (paragraph.match(figures) ?? []).filter((figure) => !isProved(figure))
    })
    assert.deepEqual(unproved, [])
  })

  it('has a place for every table of bench/results', () => {
    const places = Array.from(page.matchAll(/<!-- table: (\w+) -->/g), ([, name = '']) => name)
    assert.deepEqual(places.toSorted(), [...tableNames, 'growth'].toSorted())
  })

  it('has no other tables', () => {
    assert.notEqual(rest, page)
    assert.ok(!/^\|/m.test(rest))
  })
})

describe('kept results', () => {
  it('take the place of older ones of the same case and engine, in the order of the cases', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'dialbook-results-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const row = (name: string, engine: string, value: number) => ({ case: name, engine, value, measured })
    const keep = (...rows: ReturnType<typeof row>[]) => keepResults('pages', rows, ['a', 'b'], folder)
    keep(row('b', 'PostgreSQL', 1), row('b', 'SQLite', 2), row('gone', 'SQLite', 3))
    keep(row('a', 'SQLite', 4), row('b', 'SQLite', 5.123456))
    assert.deepEqual(readResults('pages', folder), [
      row('a', 'SQLite', 4),
      row('b', 'SQLite', 5.123),
      row('b', 'PostgreSQL', 1),
    ])
    assert.deepEqual(readResults('long', folder), [])
  })

  it('become a table that says when it was measured', () => {
    const rows = [
      { name: 'one', measured },
      { name: 'two', measured: { ...measured, load: 3 } },
    ]
    assert.equal(
      tableOf({ name: (row) => row.name }, rows),
      [
        '| name |',
        '| --- |',
        '| one |',
        '| two |',
        '',
        'Measured on 2026-11-27, revision abc, a machine, at a load of 1.5 to 3.',
      ].join('\n'),
    )
  })

  it('tell which of them are of another machine than most of the page', () => {
    const rows = ['new', 'old', 'old'].map((machine) => ({ measured: { ...measured, machine } }))
    assert.equal(elsewhereLine(rows.slice(0, 1), 'new'), '')
    assert.match(elsewhereLine(rows, 'new'), /2 of these 3 rows are of another machine /)
    assert.match(elsewhereLine(rows.slice(1), 'new'), /All of these rows are of another machine /)
  })
})

describe('a plot', () => {
  it('has a line for each, at the powers of ten', () => {
    const points = [
      { x: 1, y: 10 },
      { x: 100, y: 1000 },
    ]
    const svg = plot('title', 'x', 'y', [
      { name: 'update', isDashed: false, points },
      { name: 'update', isDashed: true, points },
    ])
    assert.equal(svg.match(/<polyline points="70,340 540,40"/g)?.length, 2)
    assert.equal(svg.match(/stroke-dasharray/g)?.length, 2)
    assert.ok(svg.includes('update, PostgreSQL') && svg.includes('>100<'))
  })
})
