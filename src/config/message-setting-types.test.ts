import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settingOf } from './config.ts'

describe('settings of messages', () => {
  it('read routes and sums of messages without losing a fraction', () => {
    const read = (key: 'message.routes' | 'message.budget', text: string) => settingOf(key).type.read(text)
    assert.deepEqual(read('message.routes', 'direct=paper:0.056:100, Slow_2=paper, x=smpp:1, y=lox24+far-1+paper'), [
      { code: 'direct', carriers: ['paper'], price: 56_000, rate: 100 },
      { code: 'Slow_2', carriers: ['paper'], price: 0, rate: 0 },
      { code: 'x', carriers: ['smpp'], price: 1_000_000, rate: 0 },
      { code: 'y', carriers: ['lox24', 'far-1', 'paper'], price: 0, rate: 0 },
    ])
    assert.deepEqual([read('message.budget', '12.5'), read('message.budget', '0')], [12_500_000, 0])
    for (const wrong of [
      'direct',
      'a=',
      'a=paper+',
      'a=paper+paper',
      'a=1st',
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

  it('read addresses of carriers', () => {
    const read = (key: 'smpp.server' | 'lox24Carrier.server', text: string) => settingOf(key).type.read(text)
    assert.deepEqual(
      ['smpp://smsc.example', 'smpps://[::1]:3550/', ''].map((text) => read('smpp.server', text)),
      ['smpp://smsc.example', 'smpps://[::1]:3550', ''],
    )
    for (const wrong of ['smsc.example', 'http://a', 'smpp://u:p@a', 'smpp://a/b', 'smpp://a?b', 'smpp:'])
      assert.equal(read('smpp.server', wrong), undefined, wrong)
    assert.deepEqual(
      ['https://api.lox24.eu/', 'http://127.0.0.1:8080', ''].map((text) => read('lox24Carrier.server', text)),
      ['https://api.lox24.eu', 'http://127.0.0.1:8080', ''],
    )
    for (const wrong of ['api.lox24.eu', 'ftp://a', 'https://u:p@a', 'https://a/b', 'https://a?b'])
      assert.equal(read('lox24Carrier.server', wrong), undefined, wrong)
    for (const wrong of ['0', '1001', '']) assert.equal(settingOf('smpp.window').type.read(wrong), undefined, wrong)
    for (const wrong of ['', 'hex']) assert.equal(settingOf('smpp.receiptIds').type.read(wrong), undefined, wrong)
  })

  it('read carriers by names, each by an address', () => {
    const read = (text: string) => settingOf('message.carriers').type.read(text)
    const smpp = { kind: 'smpp', passwordFile: '', systemType: '', window: 10, receiptIds: 'alike' }
    const files = '?password-file=/etc/a%2Cb&window=20&receipt-ids=hex-decimal&system-type=VMA'
    assert.deepEqual(read(`two=smpps://me%20too@smsc.example:3550${files}, b-1=smpp://[::1]`), [
      {
        ...{ ...smpp, name: 'two', server: 'smpps://smsc.example:3550', systemId: 'me too', window: 20 },
        ...{ passwordFile: '/etc/a,b', receiptIds: 'hex-decimal', systemType: 'VMA' },
      },
      { ...smpp, name: 'b-1', server: 'smpp://[::1]', systemId: '' },
    ])
    assert.deepEqual(read('far=https://api.lox24.eu/?key-file=/etc/far&service=pro,x=http://a?key-file=k'), [
      { name: 'far', kind: 'lox24', server: 'https://api.lox24.eu', keyFile: '/etc/far', service: 'pro' },
      { name: 'x', kind: 'lox24', server: 'http://a', keyFile: 'k', service: '' },
    ])
    assert.deepEqual([read(''), read(' ')], [[], []])
    for (const wrong of [
      ...[
        'a',
        'a=',
        '=smpp://a',
        'smpp=smpp://a',
        'lox24=https://a?key-file=k',
        'paper=smpp://a',
        'A=smpp://a',
        '1=smpp://a',
      ],
      ...['a=smpp://u:p@a', 'a=smpp://a/b', 'a=smpp://a?window=0', 'a=smpp://a?window=1001', 'a=smpp://a?key-file=k'],
      ...['a=smpp://a?window=1&window=2', 'a=smpp://a#b', 'a=smpp://a?receipt-ids=hex', 'a=smpp://%zz@a', 'a=ftp://a'],
      ...[
        'a=https://a',
        'a=https://u@a?key-file=k',
        'a=https://a?window=1',
        'a=smpp://a,a=smpp://b',
        'a=smpp://a,,b=smpp://b',
      ],
    ])
      assert.equal(read(wrong), undefined, wrong)
    for (const wrong of ['-1', '3601', ''])
      assert.equal(settingOf('message.failover').type.read(wrong), undefined, wrong)
  })
})
