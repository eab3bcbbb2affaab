import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settingOf } from './config.ts'

describe('settings of messages', () => {
  it('read routes and sums of messages without losing a fraction', () => {
    const read = (key: 'message.routes' | 'message.budget', text: string) => settingOf(key).type.read(text)
    assert.deepEqual(read('message.routes', 'direct=paper:0.056:100, Slow_2=paper'), [
      { code: 'direct', carrier: 'paper', price: 56_000, rate: 100 },
      { code: 'Slow_2', carrier: 'paper', price: 0, rate: 0 },
    ])
    assert.deepEqual([read('message.budget', '12.5'), read('message.budget', '0')], [12_500_000, 0])
    for (const wrong of [
      'direct',
      'a=pigeon',
      'a=paper,a=paper',
      'a=paper:1.1234567',
      'a=paper:-1',
      'a b=paper',
      'a=paper:1:x',
      ',',
    ]) {
      assert.equal(read('message.routes', wrong), undefined, wrong)
    }
    for (const wrong of ['x', '-1', '1.1234567', '1e3', '10000001'])
      assert.equal(read('message.budget', wrong), undefined, wrong)
  })

  it('read the accounts of numbers, and words', () => {
    const read = (key: 'message.receivers' | 'message.stopWords', text: string) => settingOf(key).type.read(text)
    assert.deepEqual(read('message.receivers', '+4915735999 = acme ltd, *=other'), [
      { number: '+4915735999', account: 'acme ltd' },
      { number: '*', account: 'other' },
    ])
    assert.deepEqual([read('message.receivers', ''), read('message.stopWords', ' ')], [[], []])
    assert.deepEqual(read('message.stopWords', 'Stop, لغو۱۱'), ['Stop', 'لغو۱۱'])
    for (const wrong of ['=acme', '1=', '1=a,1=b', '+=', ',', 'a;b=c'])
      assert.equal(read('message.receivers', wrong), undefined, wrong)
    for (const wrong of ['a,,b', 'x'.repeat(31)]) assert.equal(read('message.stopWords', wrong), undefined, wrong)
  })
})
