import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeNumberPlans } from '../../numbering/number-plans.ts'
import { phoneKey } from './leaf.ts'
import { hashKey, isFull, partsOf, placeRange, possibleParts, probesOf, Sieve, setBits, sievedAtMost } from './sieve.ts'

function letsThrough(sieve: Sieve, phone: string): boolean {
  const hash = hashKey(phoneKey(phone))
  const parts = sieve.parts()
  const part = parts[hash & (parts.length - 1)] as Uint8Array
  return probesOf(hash).every(({ place, bit }) => {
    const byte = part[Math.floor((place * part.length) / placeRange)] as number
    return (byte >> bit) & 1
  })
}

describe('a sieve', () => {
  it('lets through all that were put in, and few others', () => {
    for (const count of [1, 30, 900, 16_000]) {
      const sieve = new Sieve(count)
      sieve.addCodes(Float64Array.from({ length: count }, (_, index) => phoneKey(`98912${index}`) as number))
      sieve.addPhone('*1')
      assert.ok(letsThrough(sieve, '*1'))
      for (let index = 0; index < count; index++) assert.ok(letsThrough(sieve, `98912${index}`))
      let wrong = 0
      for (let index = 0; index < 10_000; index++) if (letsThrough(sieve, `+98935${index}`)) wrong++
      assert.ok(wrong < 250, `${wrong} of 10,000 are let through by a sieve of ${count}`)
    }
  })

  it('has the same bits for all spellings of a number, in the same part', async () => {
    const plans = makeNumberPlans()
    for (const [country, number] of Object.entries({ IR: '09121112233', DE: '03012345678', US: '+12125550123' })) {
      const spellings = (await plans.of(country)).spellingsOf(number)
      assert.ok(spellings.length >= 3, country)
      assert.equal(new Set(spellings.map((phone) => hashKey(phoneKey(phone)))).size, 1, spellings.join(' '))
    }
    const others = ['09121112234', '09121112243', '21112233', '1112233', '+9', '9', '*9']
    assert.equal(new Set(['09121112233', ...others].map((phone) => hashKey(phoneKey(phone)))).size, 7)
  })

  it('has rows that SQLite keeps in their page, and none for a list that is too long', () => {
    for (let count = 1; count <= sievedAtMost; count += 37) {
      const parts = new Sieve(count).parts()
      assert.ok(possibleParts.includes(parts.length))
      for (const part of parts) assert.ok(part.length <= 900)
    }
    assert.deepEqual([0, 1, 600, 601, sievedAtMost, sievedAtMost + 1].map(partsOf), [0, 1, 1, 2, 32, 0])
  })

  it('is full when more than twice as many were put in', () => {
    const part = new Uint8Array(900)
    let count = 0
    while (!isFull(part)) setBits(hashKey(phoneKey(`98${count++}`)), part)
    assert.ok(count > 1000 && count < 1700, String(count))
  })
})
