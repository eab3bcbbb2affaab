import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cases, casesNamed } from '../../bench/cases/index.ts'
import { readOptions } from '../../bench/options.ts'

describe('the arguments of the benchmark', () => {
  it('without any ask for the usual set on both engines', () => {
    const { names, set, compare, engines, save } = readOptions([])
    assert.deepEqual(
      { names, set, compare, engines, save },
      { names: [], set: 'usual', compare: undefined, engines: ['SQLite', 'PostgreSQL'], save: false },
    )
  })

  it('name cases, a revision, an engine and rounds', () => {
    const { names, compare, engines, rounds } = readOptions([
      ...['search', 'update-64', '--compare', 'main', '--engine', 'sqlite', '--rounds', '7'],
    ])
    assert.deepEqual(
      { names, compare, engines, rounds },
      { names: ['search', 'update-64'], compare: 'main', engines: ['SQLite'], rounds: 7 },
    )
  })

  for (const args of [
    ['--quick', '--full'],
    ['--save', '--quick'],
    ['--save', '--compare', 'main'],
    ['--engine', 'oracle'],
    ['--rounds', '0'],
    ['--rounds', 'many'],
    ['--fast'],
  ]) {
    it(`refuse ${args.join(' ')}`, () => assert.throws(() => readOptions(args), Error))
  }
})

describe('the cases', () => {
  it('are chosen by a whole name, or by how their names begin', () => {
    const namesOf = (...names: string[]) => [...new Set(casesNamed(names).map(({ name }) => name))]
    assert.deepEqual(namesOf('update-64@1', 'put'), ['update-64@1', 'put-1m'])
    assert.deepEqual(namesOf('find-h'), ['find-held', 'find-held@10m'])
    assert.deepEqual(namesOf('nothing'), [])
  })

  it('have names of their own on each engine', () => {
    const keys = cases.flatMap(({ name, engines }) => engines.map((engine) => `${name} on ${engine}`))
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    )
  })
})
