import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Lox24Denial } from './errors.ts'
import { readPage, viewOf } from './pages.ts'

describe('readPage', () => {
  for (const page of ['0', '-1', 'x', '', '1.5', '1e3', ' 1', ['2', '0'], { a: '1' }]) {
    it(`refuses ${JSON.stringify(page)}`, () => {
      assert.throws(
        () => readPage({ page }),
        (error) => error instanceof Lox24Denial && error.status === 400,
      )
    })
  }

  it('begins with 1, and reads the last of several', () => {
    assert.deepEqual(readPage({}).request, { start: 0, count: 30 })
    assert.deepEqual(readPage({ page: ['0', '3'] }).request, { start: 60, count: 30 })
    assert.ok(Number.isSafeInteger(readPage({ page: '9'.repeat(30) }).request.start))
  })
})

describe('viewOf', () => {
  const links = (query: Record<string, unknown>, total: number): object => viewOf('/groups', readPage(query), total)

  it('names the first and the last page also where there is but one', () => {
    assert.deepEqual(links({}, 0), {
      '@id': '/groups?page=1',
      '@type': 'hydra:PartialCollectionView',
      'hydra:first': '/groups?page=1',
      'hydra:last': '/groups?page=1',
    })
    assert.deepEqual(links({}, 30), links({}, 0))
  })

  it('names the neighbours', () => {
    assert.deepEqual(links({ page: '2' }, 61), {
      '@id': '/groups?page=2',
      '@type': 'hydra:PartialCollectionView',
      'hydra:first': '/groups?page=1',
      'hydra:last': '/groups?page=3',
      'hydra:previous': '/groups?page=1',
      'hydra:next': '/groups?page=3',
    })
  })

  it('keeps other parameters, the page last', () => {
    const view = links({ page: '1', 'a b': "it's", list: ['1', '2'] }, 1) as { '@id': string }
    assert.equal(view['@id'], '/groups?a%20b=it%27s&list=1&list=2&page=1')
  })
})
