import assert from 'node:assert/strict'
import { it } from 'node:test'
import { NewestMap } from './newest-map.ts'

it('a map of the newest forgets the member that was set longest ago', () => {
  const map = new NewestMap<number>(2)
  map.set('a', 1)
  map.set('b', 2)
  map.set('a', 3)
  map.set('c', 4)
  assert.deepEqual(
    [...map.entries()],
    [
      ['a', 3],
      ['c', 4],
    ],
  )
  map.delete('a')
  assert.deepEqual([map.get('a'), map.get('c'), map.size], [undefined, 4, 1])
})
