import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Delivered } from './pdu.ts'
import { type IdForm, readReceipt } from './receipts.ts'

const address = { type: 1, plan: 1, text: '4917012345' }

function delivered(text: string, more: Partial<Delivered> = {}): Delivered {
  const message = Buffer.from(text, 'latin1')
  return { from: address, to: address, kind: 4, coding: 0, message, options: new Map(), ...more }
}

const read = (message: Delivered, form: IdForm = 'alike') => {
  const receipt = readReceipt(message, form)
  return receipt && [receipt.carrierId, receipt.state, receipt.problem]
}

describe('receipts', () => {
  const spellings: readonly (readonly [string, readonly unknown[]])[] = [
    [
      'id:0123456789 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:hello',
      ['123456789', 'delivered', null],
    ],
    [
      'id:ABC-1 sub:1 dlvrd:0 submit date:260101120000 done date:260101120100 stat:EXPIRED err:',
      ['abc-1', 'expired', 'EXPIRED'],
    ],
    ['id:7 stat:UNDELIV err:045 Text:stat:DELIVRD id:8', ['7', 'failed', 'UNDELIV 045']],
    ['ID: 7 Status: Undeliverable Error: 5', ['7', 'failed', 'UNDELIVERABLE 5']],
    ['stat:REJECTD err:0x0b id:7', ['7', 'failed', 'REJECTD 0x0b']],
    ['message_id=7; stat=DELIVERED; err=0', ['7', 'delivered', null]],
    ['id:7 stat:DELETED err:000', ['7', 'failed', 'DELETED']],
    ['id:7 stat:UNKNOWN', ['7', 'failed', 'UNKNOWN']],
    ['id:000 stat:DELIVRD', ['0', 'delivered', null]],
    ['id:7\nsub:001\nstat:DELIVRD\nerr:000', ['7', 'delivered', null]],
    ...['ACCEPTD', 'ENROUTE', 'BUFFERED', 'SCHEDULED', 'whatever'].map(
      (word) => [`id:7 stat:${word} err:1`, ['7', undefined, `${word.toUpperCase()} 1`]] as const,
    ),
  ]
  for (const [text, tells] of spellings) it(text, () => assert.deepEqual(read(delivered(text)), tells))

  it('are known by their text where their kind does not say so, and by parameters', () => {
    assert.deepEqual(read(delivered('id:7 stat:DELIVRD', { kind: 0 })), ['7', 'delivered', null])
    const options = (state: number, ...more: readonly (readonly [number, Buffer])[]) =>
      new Map([[0x1e, Buffer.from('00Ab12\0')] as const, [0x427, Buffer.from([state])] as const, ...more])
    const told = (state: number, ...more: readonly (readonly [number, Buffer])[]) =>
      read(delivered('', { kind: 0, options: options(state, ...more) }), 'hex-decimal')
    assert.deepEqual(told(2), ['ab12', 'delivered', null])
    assert.deepEqual(told(3), ['ab12', 'expired', 'EXPIRED'])
    assert.deepEqual(told(5, [0x423, Buffer.from([3, 1, 2])]), ['ab12', 'failed', 'UNDELIV 258'])
    assert.deepEqual(told(1), ['ab12', undefined, 'ENROUTE'])
    assert.deepEqual(told(99), ['ab12', 'failed', 'UNKNOWN'])
    assert.equal(read(delivered('STOP', { kind: 0 })), undefined)
    assert.equal(read(delivered('my id: 7, thanks', { kind: 0 })), undefined)
  })

  it('have the ids of the answers, however they are spelled', () => {
    const text = (id: string) => delivered(`id:${id} stat:DELIVRD`)
    assert.equal(read(text('0255'), 'hex-decimal')?.[0], 'ff')
    assert.equal(read(text('00FF'), 'decimal-hex')?.[0], '255')
    assert.equal(read(text('12345678901234567890'), 'hex-decimal')?.[0], 'ab54a98ceb1f0ad2')
    assert.equal(read(text('0xff'), 'decimal-hex')?.[0], '255')
    assert.equal(read(text('a-b'), 'hex-decimal')?.[0], 'a-b')
    assert.equal(read(delivered(`id:${'\u0000'} `), 'decimal-hex')?.[0], '@')
  })

  it('are read in UCS-2 too', () => {
    const message = Buffer.from('id:7 stat:DELIVRD', 'utf16le').swap16()
    assert.deepEqual(read(delivered('', { coding: 8, message })), ['7', 'delivered', null])
  })
})
