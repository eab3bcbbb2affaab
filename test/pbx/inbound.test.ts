import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

const address = '127.0.0.11'
const spellings = ['02191001234', '+982191001234', '00982191001234', '982191001234', '2191001234']

describe('calls that come in by a trunk of a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  let other: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  const undo = async () => {
    const [last] = JSON.parse(await cli('changes', 'list', '--json')) as { number: number }[]
    await cli('changes', 'undo', String(last?.number))
  }
  before(async () => {
    calls = await startCalls()
    const pbx = calls.link.asterisk.sipPort
    provider = await Phone.open({ number: '09121112233', secret: '', pbx, address })
    other = await Phone.open({ number: '09121112233', secret: '', pbx, address: '127.0.0.12' })
    await cli('account', 'set', 'acme', '--country', 'IR')
    await cli('trunk', 'set', 'a-provider', '--host', address, '--port', String(provider.port))
    await cli('trunk', 'set', 'b-other', '--host', '127.0.0.12', '--port', String(other.port))
    await calls.configure()
    await calls.link.asterisk.cli('core reload')
  })
  after(async () => {
    provider.close()
    other.close()
    await calls.stop()
  })

  /** Calls a number by the trunk, and returns the final status. */
  const call = async (to: string, by = provider): Promise<number> => {
    const made = by.call(to)
    const status = await made.answered
    if (status === 200) await made.hangUp()
    return status
  }
  /** The phones that a call to the number rings, which must answer. */
  const reached = async (to: string, phones: readonly Phone[], by = provider): Promise<number[]> => {
    const before = phones.map(({ invites }) => invites.length)
    assert.equal(await call(to, by), 200, `${to}\n${calls.link.asterisk.output().slice(-1500)}`)
    return phones.map(({ invites }, at) => invites.length - (before[at] ?? 0))
  }
  const foretold = async (to: string, ...more: string[]) => {
    const { paths } = JSON.parse(await cli('trace', to, '--from', '0912', ...more, '--json')) as {
      paths: { end: string; at: string }[]
    }
    return [paths[0]?.end, paths[0]?.at]
  }
  const withNumber = async (cid_number: string) => {
    const { extension, phone } = await calls.link.registered({ cid_number })
    return { number: extension.number, extension, phone }
  }
  const add = async (...args: string[]): Promise<string> =>
    String(JSON.parse(await cli('route', 'add', ...args, '--json')).route.id)

  test('without a route a number reaches the one extension that shows it, in every spelling', async () => {
    assert.equal(await call('02191001234'), 404)
    const { number, extension, phone } = await withNumber('02191001234')
    for (const spelling of spellings) {
      assert.deepEqual(await reached(spelling, [phone]), [1], spelling)
      assert.deepEqual(await foretold(spelling), ['answer', number])
    }
    assert.match(await cli('route', 'test', '+982191001234'), new RegExp(`goes to ${number}, which shows this number`))
    assert.equal(await call('02191001235'), 404)

    const second = await withNumber('+98 21 9100 1234')
    for (const spelling of spellings) assert.equal(await call(spelling), 404, spelling)
    await calls.logged('2 extensions show this number, and no route says which')
    assert.match(
      await cli('route', 'test', '02191001234'),
      new RegExp(`several .*${[number, second.number].sort().join(', ')}`),
    )
    assert.deepEqual(await foretold('02191001234'), ['unknown', '02191001234'])
    await calls.link.remove(second.extension)
    assert.equal(await call('02191001234'), 200)
    await calls.link.remove(extension)
    assert.equal(await call('02191001234'), 404)
  })

  test('a route holds from the next call on, in every spelling, and so do its removal and undo', async () => {
    const [first, second] = await calls.extensions({}, {})
    const phones = [first.phone, second.phone]
    const id = await add('+982191002222', '--to', first.number)
    for (const spelling of ['02191002222', '+982191002222', '982191002222']) {
      assert.deepEqual(await reached(spelling, phones), [1, 0])
      assert.deepEqual(await foretold(spelling), ['answer', first.number])
    }
    await assert.rejects(cli('route', 'add', '02191002222', '--to', second.number), /is for this number already/)
    await cli('route', 'remove', id)
    assert.equal(await call('02191002222'), 404)
    await undo()
    assert.deepEqual(await reached('02191002222', phones), [1, 0])
    await undo()
    assert.equal(await call('02191002222'), 404)
  })

  test('the number goes before its prefixes, the longest prefix first, the trunk before all, and any at last', async () => {
    const [exact, long, short, any, own] = await calls.extensions({}, {}, {}, {}, {})
    const phones = [exact, long, short, any, own].map(({ phone }) => phone)
    const shows = await withNumber('02177770001')
    const ids = [
      await add('02191003333', '--to', exact.number),
      await add('0219100*', '--to', long.number),
      await add('+9821*', '--to', short.number),
      await add('any', '--to', any.number),
      await add('02191003333', '--trunk', 'b-other', '--to', own.number),
    ]
    assert.deepEqual(await reached('+982191003333', phones), [1, 0, 0, 0, 0])
    assert.deepEqual(await reached('982191003334', phones), [0, 1, 0, 0, 0])
    assert.deepEqual(await reached('02188880000', phones), [0, 0, 1, 0, 0])
    assert.deepEqual(await reached('03188880000', phones), [0, 0, 0, 1, 0])
    assert.deepEqual(await reached('02191003333', phones, other), [0, 0, 0, 0, 1])
    assert.deepEqual(await foretold('02191003333', '--trunk', 'b-other'), ['answer', own.number])
    assert.deepEqual(await foretold('982191003334'), ['answer', long.number])
    assert.deepEqual(await foretold('03188880000'), ['answer', any.number])
    assert.deepEqual(await reached('02177770001', phones), [0, 0, 1, 0, 0])
    await cli('route', 'remove', String(ids[2]))
    assert.deepEqual(await reached('02177770001', [...phones, shows.phone]), [0, 0, 0, 0, 0, 1])
    assert.deepEqual(await reached(exact.number, phones), [1, 0, 0, 0, 0])
    for (const [at, id] of ids.entries()) if (at !== 2) await cli('route', 'remove', id)
  })

  test('a group rings at once, or in turn, and skips who is not there or has no seat', async () => {
    const [first, second, third] = await calls.extensions({}, {}, {})
    const phones = [first.phone, second.phone, third.phone]
    const group = phones.length && [first.number, second.number, third.number].join(',')
    first.phone.manner = 'ring'
    second.phone.manner = 'busy'
    const all = await add('02191004444', '--to', String(group))
    assert.deepEqual(await reached('02191004444', phones), [1, 1, 1])
    assert.deepEqual(await foretold('02191004444', '--state', `${first.number}=noanswer`), ['answer', second.number])
    await cli('route', 'remove', all)
    await add('02191004444', '--to', String(group), '--ring', 'turn')
    assert.deepEqual(await reached('02191004444', phones), [1, 1, 1])
    first.phone.manner = 'answer'
    assert.deepEqual(await reached('02191004444', phones), [1, 0, 0])
    await calls.untilFree(first.number)
    await calls.link.update(first.extension, { call_limit: '1' })
    const talk = calls.caller.call(first.number)
    assert.equal(await talk.answered, 200)
    second.phone.manner = 'answer'
    assert.deepEqual(await reached('02191004444', phones), [0, 1, 0])
    await talk.hangUp()
    await Promise.all(phones.map((phone) => phone.register({ expires: 0 })))
    assert.equal(await call('02191004444'), 480)
  })

  test('a call that a group takes counts for the limit of the phone', async () => {
    const [only] = await calls.extensions({})
    await calls.link.update(only.extension, { call_limit: '1' })
    await add('02191004445', '--to', `${only.number},${calls.caller.number}`, '--ring', 'turn')
    const talk = provider.call('02191004445')
    assert.equal(await talk.answered, 200)
    assert.equal(await calls.caller.call(only.number).answered, 486)
    await talk.hangUp()
  })

  test('an outside number is reached only where a forward rule allows it', async () => {
    await add('02191005555', '--outside', '09351112233')
    assert.equal(await call('02191005555'), 403)
    assert.deepEqual(await foretold('02191005555'), ['forbidden', '09351112233'])
    await cli('forward-rules', 'allow', '0935')
    const before = provider.invites.length
    assert.equal(await call('02191005555', other), 200)
    const invite = provider.invites.at(-1)
    assert.equal(provider.invites.length, before + 1)
    assert.match(invite?.first ?? '', /^INVITE sip:09351112233@/)
    assert.match(invite?.headers.get('diversion') ?? '', /02191005555/)
    assert.match(invite?.headers.get('from') ?? '', /sip:09121112233@/)
    assert.deepEqual(await foretold('02191005555'), ['outside', '09351112233'])
    await cli('forward-rules', 'deny', '0935')
    assert.equal(await call('02191005555'), 403)
  })

  test('a blocked caller reaches no route', async () => {
    await add('02191006666', '--to', calls.caller.number)
    assert.equal(await call('02191006666'), 200)
    await cli('incoming-rules', 'block', '09121112233')
    assert.equal(await call('02191006666'), 603)
    assert.equal(await call('02191009999'), 603)
    await cli('incoming-rules', 'remove', '09121112233')
  })

  test('routes hold, and change, while no dialbook runs, and follow the country', async () => {
    const [first] = await calls.extensions({})
    await calls.link.restartServer(async () => {
      assert.equal(await call('02191006666'), 200)
      const { route } = JSON.parse(
        await cli('route', 'add', '02191007777', '--to', first.number, '--account', 'acme', '--json'),
      )
      assert.equal(await call('+982191007777'), 200)
      await cli('route', 'remove', String(route.id), '--account', 'acme')
      assert.equal(await call('+982191007777'), 404)
    })
    await cli('account', 'set', 'acme', '--country', 'none')
    assert.deepEqual([await call('02191006666'), await call('+982191006666')], [200, 404])
    await undo()
    assert.equal(await call('+982191006666'), 200)
  })

  test('Asterisk prints no error', () => {
    assert.doesNotMatch(calls.link.asterisk.output(), /ERROR/)
  })
})
