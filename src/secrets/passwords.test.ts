import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makePasswords } from './passwords.ts'

describe('makePasswords', () => {
  const passwords = makePasswords()

  it('knows the password again, and no other', async () => {
    const hash = await passwords.hash('Aa123456')
    for (const [given, expected] of [
      ['Aa123456', true],
      ['Aa123456', true],
      ['aa123456', false],
      ['', false],
    ] as const) {
      assert.equal(await passwords.verify(given, hash), expected)
    }
    assert.equal(await makePasswords().verify('Aa123456', hash), true)
  })

  it('forgets a remembered password with the hash that it belonged to', async () => {
    const old = await passwords.hash('same')
    assert.equal(await passwords.verify('same', old), true)
    const changed = await passwords.hash('other')
    assert.equal(await passwords.verify('same', changed), false)
  })

  it('salts: one password has many hashes, none of which shows it', async () => {
    const [one, other] = [await passwords.hash('visible'), await passwords.hash('visible')]
    assert.notEqual(one, other)
    assert.ok(!one.includes('visible'))
  })

  it('lets nobody in where there is no hash', async () => {
    assert.equal(await passwords.verify('', undefined), false)
  })
})
