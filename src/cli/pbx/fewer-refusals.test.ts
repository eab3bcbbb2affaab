import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FewerRefusals } from './fewer-refusals.ts'

const refused = (address: string, number = '530') =>
  `NOTICE[7]: res_pjsip/pjsip_distributor.c:688 log_failed_request: Request 'REGISTER' from '<sip:${number}@pbx>' failed for '${address}' (callid: 1@x) - Failed to authenticate`

test('one refusal of an address a minute is shown, and then how many there were', () => {
  let now = 0
  const lines = new FewerRefusals(() => now)
  assert.equal(lines.pass(refused('192.0.2.1:5060')), refused('192.0.2.1:5060'))
  for (let each = 0; each < 1000; each++) assert.equal(lines.pass(refused('192.0.2.1:5061', String(each))), undefined)
  assert.equal(lines.pass(refused('192.0.2.2:5060')), refused('192.0.2.2:5060'))
  now = 59_999
  assert.equal(lines.pass(refused('192.0.2.1:5060')), undefined)
  now = 60_000
  assert.equal(lines.pass(refused('192.0.2.1:9')), `${refused('192.0.2.1:9')} (and 1001 before from 192.0.2.1)`)
  now = 120_000
  assert.equal(lines.pass(refused('192.0.2.1:9')), refused('192.0.2.1:9'))
})

test('so are those of the time while the book is away', () => {
  const away = (address: string) =>
    `NOTICE[7]: res_pjsip_maintenance.c:409 maintenance_on_rx_request: PJSIP: Endpoint 'away' is in maintenance mode; rejecting new REGISTER from ${address}`
  const lines = new FewerRefusals(() => 0)
  assert.equal(lines.pass(away('192.0.2.1')), away('192.0.2.1'))
  assert.equal(lines.pass(away('192.0.2.1')), undefined)
  assert.equal(lines.pass(away('2001:db8::1')), away('2001:db8::1'))
})

test('all other lines pass', () => {
  const lines = new FewerRefusals(() => 0)
  for (const line of ['', 'NOTICE: forward of 530 (busy) to 531 extension: ', 'ERROR: failed for 1']) {
    assert.equal(lines.pass(line), line)
    assert.equal(lines.pass(line), line)
  }
})

test('a flood from ever new addresses is remembered only so far', () => {
  const lines = new FewerRefusals(() => 0)
  const addresses = Array.from({ length: 10_001 }, (_, each) => `10.0.${each >> 8}.${each & 255}:5060`)
  for (const address of addresses) lines.pass(refused(address))
  assert.equal(lines.pass(refused('10.0.0.0:5060')), refused('10.0.0.0:5060'))
  assert.equal(lines.pass(refused(addresses[10_000] ?? '')), undefined)
})
