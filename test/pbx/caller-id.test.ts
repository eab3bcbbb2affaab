import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

const address = '127.0.0.7'
const password = unique('Trunk-Pass-')

/** What the provider is told of a caller: each header's number, and `Privacy`. */
interface Told {
  readonly from: string | undefined
  readonly pai: string | undefined
  readonly rpid: string | undefined
  readonly privacy: string | undefined
}

describe('what a provider is told of a caller, by a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  let caller: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    calls.link.client.server.audit.hide(password)
    const pbx = calls.link.asterisk.sipPort
    provider = await Phone.open({ number: '02100', secret: '', pbx, address })
    caller = (await calls.link.registered({ cid_number: '02191001234' })).phone
    await cli('account', 'set', 'acme', '--country', 'IR')
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })

  const setTrunk = async (...more: string[]): Promise<void> => {
    await cli('trunk', 'set', 'a-provider', '--host', address, '--port', String(provider.port), ...more)
  }
  const numberIn = (header: string | undefined) => header && /<sip:([^@>]*)@/.exec(header)?.[1]
  /** Calls a number from a phone, and returns what the provider was told. */
  const told = async (from: Phone, to = '09121112233', more: readonly string[] = []): Promise<Told> => {
    const call = from.call(to, more)
    assert.equal(await call.answered, 200, calls.link.asterisk.output().slice(-1500))
    await call.hangUp()
    const { headers } = provider.invites.at(-1) ?? assert.fail('no call has come')
    return {
      from: numberIn(headers.get('from')),
      pai: numberIn(headers.get('p-asserted-identity')),
      rpid: numberIn(headers.get('remote-party-id')),
      privacy: headers.get('privacy'),
    }
  }
  const nothing = { pai: undefined, rpid: undefined, privacy: undefined }

  test('a trunk with a user name asserts the number of the caller, as the user is in From', async () => {
    await setTrunk('--username', 'acme')
    assert.deepEqual(await told(caller), { ...nothing, from: 'acme', pai: '02191001234' })
    assert.deepEqual(await told(calls.caller), { ...nothing, from: 'acme', pai: calls.caller.number })
  })

  test('each way of telling is the only one', async () => {
    await setTrunk('--username', 'acme', '--caller-id', 'rpid')
    assert.deepEqual(await told(caller), { ...nothing, from: 'acme', rpid: '02191001234' })
    await setTrunk('--username', 'acme', '--caller-id', 'from')
    assert.deepEqual(await told(caller), { ...nothing, from: '02191001234' })
    await setTrunk('--username', 'acme', '--caller-id', 'none')
    assert.deepEqual(await told(caller), { ...nothing, from: 'acme' })
    await setTrunk('--caller-id', 'none')
    const { from, ...others } = await told(caller)
    assert.deepEqual(others, nothing)
    assert.ok(from !== '02191001234' && from !== caller.number, from)
    await setTrunk()
    assert.deepEqual(await told(caller), { ...nothing, from: '02191001234' })
  })

  test('the number has the form that the trunk wants, and an extension without one the default number', async () => {
    await setTrunk('--number-form', 'e164', '--default-number', '0219100 0000')
    assert.equal((await told(caller)).from, '+982191001234')
    assert.equal((await told(calls.caller)).from, '+982191000000')
    const forms = [
      ['+982191001234', '+982191001234', '02191001234'],
      ['00982191001234', '+982191001234', '02191001234'],
      ['982191001234', '+982191001234', '02191001234'],
      ['2191001234', '+982191001234', '02191001234'],
      ['+4930123456', '+4930123456', '004930123456'],
      ['004930123456', '+4930123456', '004930123456'],
      ['91001', '91001', '91001'],
    ] as const
    const phones: Phone[] = []
    for (const [shown] of forms) phones.push((await calls.link.registered({ cid_number: shown })).phone)
    for (const [at, form] of (['as-is', 'e164', 'national'] as const).entries()) {
      await setTrunk('--number-form', form)
      for (const [index, numbers] of forms.entries()) {
        assert.equal((await told(phones[index] ?? assert.fail())).from, numbers[at], `${numbers[0]} as ${form}`)
      }
    }
  })

  test('a forward tells the number of whoever called, from within and from outside', async () => {
    await cli('forward-rules', 'allow', '0912')
    await setTrunk('--username', 'acme', '--number-form', 'e164', '--default-number', '02191000000')
    const [first] = await calls.extensions({ UnAvailable: '09121112233' })
    await first.phone.register({ expires: 0 })
    assert.deepEqual(await told(caller, first.number), { ...nothing, from: 'acme', pai: '+982191001234' })
    assert.deepEqual(await told(calls.caller, first.number), { ...nothing, from: 'acme', pai: '+982191000000' })
    const outsider = await Phone.open({ number: '09351112233', secret: '', pbx: calls.link.asterisk.sipPort, address })
    assert.deepEqual(await told(outsider, first.number), { ...nothing, from: 'acme', pai: '+989351112233' })
    outsider.close()
    const nobody = await Phone.open({ number: 'anonymous', secret: '', pbx: calls.link.asterisk.sipPort, address })
    assert.equal((await told(nobody, first.number)).pai, '+982191000000')
    nobody.close()
  })

  test('behind the privacy prefix only the provider is told, and without a prefix there is no such number', async () => {
    await setTrunk('--username', 'acme', '--privacy-prefix', '*67')
    const hidden = await told(caller, '*6709121112233')
    assert.deepEqual([hidden.pai, hidden.privacy], ['02191001234', 'id'])
    assert.match(provider.invites.at(-1)?.first ?? '', /^INVITE sip:09121112233@/)
    assert.deepEqual(await told(caller), { ...nothing, from: 'acme', pai: '02191001234' })
    for (const wrong of ['*67', '*6809121112233', '*6']) assert.equal(await caller.call(wrong).answered, 404, wrong)
    await setTrunk('--privacy-prefix', '*67')
    const { from, pai } = await told(caller, '*6709121112233')
    assert.deepEqual([from, pai], ['anonymous', undefined])
    await setTrunk()
    assert.equal(await caller.call('*6709121112233').answered, 404)
    const echo = caller.call('*43')
    assert.equal(await echo.answered, 200)
    await echo.hangUp()
  })

  test('the list shows how a trunk tells', async () => {
    await setTrunk('--caller-id', 'rpid', '--number-form', 'e164', '--default-number', '02191000000')
    assert.match(await cli('trunk', 'list'), /a-provider .* rpid +e164 +02191000000 +-/)
  })

  test('Asterisk prints no error', () => {
    assert.doesNotMatch(calls.link.asterisk.output(), /ERROR/)
  })
})
