import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { failed, invalid, missing } from '../acceptance/support/simotel.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { noForwards } from './support/calls.ts'
import { pbxIs, pbxOptions, startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { type Call, Phone } from './support/phone.ts'

const path = 'call/originate/act'
const id = /^orig\.call\.\d{10}\.\d{6}$/
const provider = '127.0.0.21'

describe('calls that dialbook begins, on a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let outside: Phone
  let far: Phone
  before(async () => {
    link = await startConnected()
    const pbx = link.asterisk.sipPort
    outside = await Phone.open({ number: '02191001234', secret: '', pbx, address: provider })
    far = await Phone.open({ number: '09121112233', secret: '', pbx, address: '127.0.0.22' })
    await cli('trunk', 'set', 'cisco', '--host', provider, '--port', String(outside.port))
    await cli('trunk', 'set', 'other', '--host', '127.0.0.22', '--port', String(far.port))
  })
  after(async () => {
    outside.close()
    far.close()
    await link.stop()
  })
  const cli = (...args: string[]) => link.client.server.cli(...args)
  const act = (body: object) => link.client.data<{ originated_call_id: string }>(path, body)
  const refused = (body: object, message: string) => link.client.refused(path, body, message)
  const pair = async () => {
    const [one, other] = [await link.registered(), await link.registered()]
    const body = { caller: one.extension.number, callee: other.extension.number, context: 'main_routing' }
    return { one, other, body: { ...body, caller_id: one.extension.number } }
  }
  /** Hangs up once the phone hears the other side: a BYE may get to Asterisk before its answer is looked at. */
  const hangUp = async (phone: Phone, call: Call) => {
    const before = phone.heard
    await eventually('the phone hears something', () => phone.heard > before + 3)
    await call.hangUp()
  }
  const fromOf = (phone: Phone) => /sip:([^@]*)@/.exec(phone.invites.at(-1)?.headers.get('from') ?? '')?.[1]

  test('ring the caller first, then the callee, and both hear each other', async () => {
    const { one, other, body } = await pair()
    one.phone.manner = 'ring'
    const sent = { ...body, caller_id: '02191001234', timeout: '60', trunk_name: '' }
    const { originated_call_id } = await act(sent)
    assert.match(originated_call_id, id)
    const first = await one.phone.nextCall()
    assert.equal(fromOf(one.phone), other.extension.number)
    assert.equal(other.phone.invites.length, 0)
    first.take()
    const second = await other.phone.nextCall()
    assert.equal(fromOf(other.phone), '02191001234')
    const heard = [one.phone.heard, other.phone.heard] as const
    await eventually('sound in both directions', () => {
      return one.phone.heard > heard[0] + 10 && other.phone.heard > heard[1] + 10
    })
    await second.hangUp()
    await first.ended
  })

  test('are begun by PUT of version 3 and by the command line too', async () => {
    const { one, other, body } = await pair()
    const answer = await link.client.call('', { ...body, timeout: 30 }, { path: `/api/v3/${path}`, method: 'PUT' })
    assert.match(JSON.parse(answer.text).data.originated_call_id, id)
    assert.equal(JSON.parse(answer.text).message, null)
    const [first, second] = [await one.phone.nextCall(), await other.phone.nextCall()]
    await hangUp(one.phone, first)
    await second.ended
    const made = JSON.parse(await cli('call', body.caller, body.callee, ...pbxOptions(link.asterisk), '--json'))
    assert.match(made.id, id)
    await one.phone.nextCall()
    const third = await other.phone.nextCall()
    assert.equal(fromOf(other.phone), body.caller)
    await hangUp(other.phone, third)
  })

  test('end where the caller does not answer, and after call_limit', async () => {
    const { one, other, body } = await pair()
    one.phone.manner = 'ring'
    await act({ ...body, timeout: 1 })
    await (await one.phone.nextCall()).ended
    assert.equal(other.phone.invites.length, 0)
    one.phone.manner = 'answer'
    await act({ ...body, call_limit: '1' })
    const [first, second] = [await one.phone.nextCall(), await other.phone.nextCall()]
    await Promise.all([first.ended, second.ended])
  })

  test('count for the limit of the caller, and end where it is reached', async () => {
    const { one, other, body } = await pair()
    await link.update(one.extension, { call_limit: '1' })
    await act(body)
    const [first] = [await one.phone.nextCall(), await other.phone.nextCall()]
    const third = await link.registered()
    await act({ ...body, callee: third.extension.number })
    await eventually('the call beyond the limit ends', () => /has as many calls/.test(link.asterisk.output()))
    assert.equal(one.phone.invites.length, 1)
    assert.equal(third.phone.invites.length, 0)
    await hangUp(one.phone, first)
  })

  test('go out by the trunk that is named, by the rules', async () => {
    const { one, body } = await pair()
    await act({ ...body, callee: '09351112233', caller_id: '02191001234', trunk_name: 'other' })
    await one.phone.nextCall()
    const out = await far.nextCall()
    assert.match(out.invite?.first ?? '', /^INVITE sip:09351112233@/)
    assert.equal(fromOf(far), '02191001234')
    await hangUp(far, out)

    await act({ ...body, caller: '09351112233', callee: body.caller, trunk_name: 'cisco' })
    const first = await outside.nextCall()
    assert.match(first.invite?.first ?? '', /^INVITE sip:09351112233@/)
    const second = await one.phone.nextCall()
    await hangUp(one.phone, second)
    await first.ended

    const both = { ...body, caller: '09351112233', callee: '09361112233', trunk_name: 'cisco' }
    await refused(both, failed)
    await cli('forward-rules', 'allow', '0936')
    await act(both)
    const [leg, other] = [await outside.nextCall(), await outside.nextCall()]
    await hangUp(outside, other)
    await leg.ended
    await cli('forward-rules', 'deny', '0936')
    await refused({ ...body, callee: '09361112233' }, failed)
    await cli('optout', 'add', '09371112233')
    await refused({ ...body, callee: '09371112233' }, failed)
    await refused({ ...both, caller: '09371112233', callee: body.caller }, failed)
    await refused({ ...both, callee: body.caller, trunk_name: '' }, missing('trunk_name'))
  })

  test('are refused for each wrong field', async () => {
    const { body } = await pair()
    for (const field of ['caller', 'callee', 'context', 'caller_id'] as const) {
      const { [field]: _, ...rest } = body
      await refused(rest, missing(field))
      for (const value of [true, {}, [], '12a', '1'.repeat(31), 'a;b,c=d']) {
        if (field === 'context' && (value === '12a' || value === '1'.repeat(31))) continue
        await refused({ ...body, [field]: value }, invalid(field))
      }
    }
    for (const field of ['caller', 'callee'] as const) {
      for (const value of ['', null]) await refused({ ...body, [field]: value }, invalid(field))
    }
    await refused({ ...body, callee: body.caller }, invalid('callee'))
    await refused({ ...body, context: 'from_trunk' }, invalid('context'))
    await refused({ ...body, context: 'no_such_context' }, invalid('context'))
    for (const value of ['cisco2', 'a b', 5, 'x'.repeat(41)]) {
      await refused({ ...body, trunk_name: value }, invalid('trunk_name'))
    }
    for (const field of ['timeout', 'call_limit']) {
      for (const value of ['0', 0, '-1', '1.5', 'x', '86401', {}, true]) {
        await refused({ ...body, [field]: value }, invalid(field))
      }
    }
    await refused({ ...body, timeout: '301' }, invalid('timeout'))
    const off = await link.add({ active: 'no' })
    await refused({ ...body, callee: off.number }, invalid('callee'))
  })

  test('do not make a peer call, or ring a user; a callee that is a user goes by its forward policy', async () => {
    const { one, other, body } = await pair()
    await link.update(one.extension, { type: 'peer' })
    await refused(body, invalid('caller'))
    await link.update(one.extension, { type: 'user' })
    await refused(body, invalid('caller'))
    await link.update(one.extension, { type: 'friend' })
    const third = await link.registered()
    await link.update(other.extension, {
      ...{ type: 'user' },
      forward_policy: { ...noForwards, UnAvailable: third.extension.number },
    })
    await act(body)
    const second = await third.phone.nextCall()
    assert.equal(other.phone.invites.length, 0)
    await hangUp(third.phone, second)
    await link.update(other.extension, { type: 'peer' })
    await act(body)
    await hangUp(other.phone, await other.phone.nextCall())
    assert.equal(one.phone.invites.length, 2)
  })

  test('are refused in the words of the dialect while Asterisk is away', async () => {
    const { body } = await pair()
    await link.asterisk.kill()
    await pbxIs(link.client.server, 'away')
    await refused(body, failed)
    const answer = await link.client.call(path, body)
    assert.match(String(answer.headers['dialbook-reason']), /PBX cannot be asked/)
  })
})
