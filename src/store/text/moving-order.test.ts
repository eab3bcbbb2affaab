import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { comparePlaces, type PlaceKey } from '../engine/place-key.ts'
import type { Move } from '../engine/places.ts'
import { movedPlaces } from './moving-order.ts'

test('places after moves are those that sorting gives, and moves of other rows leave them', () => {
  const value = fc.integer({ min: 0, max: 5 })
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.array(fc.tuple(fc.nat(), value)), (values, steps) => {
      const rows = values.map((each, id): PlaceKey => ({ value: each, id }))
      // Every third row is none that the search finds.
      const isFound = ({ id }: PlaceKey) => id % 3 !== 2
      const before = rows.filter(isFound).sort(comparePlaces)
      const moves = steps.map(([at, to]): Move => {
        const from = rows[at % rows.length] as PlaceKey
        const moved = { ...from, value: to }
        rows[from.id] = moved
        return { from, to: moved }
      })
      assert.deepEqual(movedPlaces(before, moves), rows.filter(isFound).sort(comparePlaces))
    }),
  )
})
