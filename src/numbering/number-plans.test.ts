import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import examples from 'libphonenumber-js/examples.mobile.json'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import { makeNumberPlans } from './number-plans.ts'

const plans = makeNumberPlans()

describe('makeNumberPlans', () => {
  it('compares each spelling by itself without a country', async () => {
    const plan = await plans.of(null)
    assert.equal(plan.keyOf('00989121112233'), '00989121112233')
    assert.deepEqual(plan.spellingsOf('+989121112233'), ['+989121112233'])
  })

  it('knows the spellings of a number in its country', async () => {
    const plan = await plans.of('IR')
    const spellings = ['+989121112233', '00989121112233', '09121112233', '9121112233', '989121112233']
    for (const spelling of spellings) {
      assert.equal(plan.keyOf(spelling), '+989121112233')
      assert.deepEqual([...plan.spellingsOf(spelling)].sort(), spellings)
      assert.equal(plan.spellingsOf(spelling)[0], spelling)
    }
  })

  it('leaves short numbers, and what is assigned to nobody, as they are', async () => {
    const plan = await plans.of('IR')
    for (const number of ['110', '500', '2000', '88776655', '09999']) {
      assert.equal(plan.keyOf(number), number)
      assert.deepEqual(plan.spellingsOf(number), [number])
    }
  })

  it('gives no number more digits than one has', async () => {
    const plan = await plans.of('DE')
    assert.equal(plan.keyOf('09121112026112'), '+499121112026112')
    assert.equal(plan.keyOf('091211120261126'), '091211120261126')
  })

  it('knows numbers from abroad by + and by the prefix for calls abroad', async () => {
    assert.deepEqual((await plans.of('IR')).spellingsOf('+4930123456'), ['+4930123456', '004930123456'])
    assert.equal((await plans.of('US')).keyOf('0114930123456'), '+4930123456')
    assert.equal((await plans.of('AU')).keyOf('00114930123456'), '+4930123456')
  })

  it('knows numbers that are dialled otherwise at home', async () => {
    assert.equal((await plans.of('AR')).keyOf('0111523456789'), '+5491123456789')
    assert.equal((await plans.of('BY')).keyOf('80294911911'), '+375294911911')
    assert.equal((await plans.of('HU')).keyOf('06201234567'), '+36201234567')
    assert.equal((await plans.of('IT')).keyOf('0212345678'), '+390212345678')
    assert.equal((await plans.of('US')).keyOf('12125551234'), '+12125551234')
  })

  it('knows the mobile numbers of every country as it writes them itself', async () => {
    let compared = 0
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)
      const home = example?.formatNational().replace(/\D/g, '') ?? ''
      // Islands with numbers of up to six digits: these are taken for extensions.
      if (example === undefined || home.length < 7) continue
      assert.equal((await plans.of(country)).keyOf(home), example.number, `${country} ${home}`)
      compared++
    }
    assert.ok(compared > 230)
  })

  it('finds by the spellings of a number exactly the numbers with its key', async () => {
    const countries = ['IR', 'DE', 'US', 'AR', 'BR', 'BY', 'HU', 'IT', 'RU', 'MX', 'JP', 'SG', 'AU', 'GB']
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 14 })
    const start = fc.constantFrom('', '+', '00', '0', '011', '8', '+98', '98', '0098', '0912', '+4930', '0111', '80')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...countries), start, digits, async (country, prefix, rest) => {
        const plan = await plans.of(country)
        const number = (prefix + rest).slice(0, prefix.startsWith('+') ? 16 : 15)
        const spellings = plan.spellingsOf(number)
        assert.equal(spellings[0], number)
        assert.match(plan.keyOf(number), /^\+?\d{1,15}$/)
        for (const spelling of spellings) {
          assert.equal(plan.keyOf(spelling), plan.keyOf(number))
          assert.deepEqual([...plan.spellingsOf(spelling)].sort(), [...spellings].sort())
        }
        // The key is a spelling, so that a look-up by it finds the number.
        assert.ok(spellings.includes(plan.keyOf(number)))
      }),
      { numRuns: 3000 },
    )
  })
})
