import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noColumns } from '../group/group.ts'
import { exportedTitles, fitExported } from './exported-titles.ts'

describe('fitExported', () => {
  it('knows the columns of a group by their places, whatever their titles are', () => {
    for (const columns of [
      noColumns,
      { ...noColumns, a: 'callback_data', c: 'number' },
      { ...noColumns, a: 'b', b: 'a' },
      { ...noColumns, a: 'City', b: 'city', e: '0912111' },
    ]) {
      assert.ok(fitExported(exportedTitles(columns), columns))
    }
  })

  it('takes any titles for columns that have none, but the letters of others', () => {
    assert.ok(fitExported(exportedTitles({ ...noColumns, a: 'Name', b: 'callback_data' }), noColumns))
    assert.ok(!fitExported(['number', 'b', 'a', 'c', 'd', 'e', 'callback_data'], noColumns))
  })

  it('does not take the columns of another group, nor other files, for its own', () => {
    const columns = { ...noColumns, a: 'Name', b: 'City' }
    assert.ok(!fitExported(exportedTitles({ ...noColumns, a: 'City', b: 'Name' }), columns))
    assert.ok(!fitExported(['number', 'Name', 'City', 'callback_data'], columns))
    assert.ok(!fitExported(['phone', 'Name', 'City', 'c', 'd', 'e', 'callback_data'], columns))
  })
})
