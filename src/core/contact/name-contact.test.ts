import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nameContact } from './name-contact.ts'

const nobody = { name: '', firstName: null, lastName: null }
const john = { name: 'John Doe', firstName: 'John', lastName: 'Doe' }
const ali = { name: 'Ali Reza Ahmadi', firstName: 'Ali Reza', lastName: 'Ahmadi' }

describe('nameContact', () => {
  it('splits one name after its first word', () => {
    assert.deepEqual(nameContact(nobody, { name: ' Ali  Reza Ahmadi ' }), {
      name: ' Ali  Reza Ahmadi ',
      firstName: 'Ali',
      lastName: 'Reza Ahmadi',
    })
    assert.deepEqual(nameContact(john, { name: 'Sara' }), { name: 'Sara', firstName: 'Sara', lastName: null })
    assert.deepEqual(nameContact(john, { name: ' ' }), { name: ' ', firstName: null, lastName: null })
  })

  it('puts two names together', () => {
    assert.deepEqual(nameContact(nobody, { firstName: 'John', lastName: 'Doe' }), john)
    assert.deepEqual(nameContact(john, { firstName: null }), { name: 'Doe', firstName: null, lastName: 'Doe' })
    assert.deepEqual(nameContact(john, { firstName: null, lastName: null }), nobody)
  })

  it('leaves both alone where neither is written, or the one is as it was', () => {
    assert.deepEqual(nameContact(ali, { number: '5' }), ali)
    assert.deepEqual(nameContact(ali, { name: 'Ali Reza Ahmadi' }), ali)
  })
})
