import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'

/** The address of the provider: calls from it are those of the trunk, whoever calls. */
const address = '127.0.0.5'
const spellings = ['+989121112233', '00989121112233', '09121112233', '9121112233', '989121112233']

describe('who may call in by a trunk of a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  const callers = new Map<string, Phone>()
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  const undo = async () => {
    const [last] = JSON.parse(await cli('changes', 'list', '--json')) as { number: number }[]
    await cli('changes', 'undo', String(last?.number))
  }
  before(async () => {
    calls = await startCalls()
    await cli('trunk', 'set', 'provider', '--host', address)
    await calls.configure()
    await calls.link.asterisk.cli('core reload')
  })
  after(async () => {
    for (const phone of callers.values()) phone.close()
    await calls.stop()
  })

  const callerOf = async (number: string): Promise<Phone> => {
    const phone =
      callers.get(number) ?? (await Phone.open({ number, secret: '', pbx: calls.link.asterisk.sipPort, address }))
    callers.set(number, phone)
    return phone
  }
  /** Calls from a number by the trunk, and returns the final status. */
  const callFrom = async (number: string, to = calls.caller.number, more: readonly string[] = []): Promise<number> => {
    const call = (await callerOf(number)).call(to, more)
    const status = await call.answered
    if (status === 200) {
      await call.hangUp()
      await calls.untilFree(to)
    }
    return status
  }
  const statuses = (numbers: readonly string[]) =>
    numbers.reduce<Promise<number[]>>(
      async (before, number) => [...(await before), await callFrom(number)],
      Promise.resolve([]),
    )
  /** The end of the call, as `trace` foretells it. */
  const foretold = async (from: string, to = calls.caller.number): Promise<string | undefined> => {
    const { paths } = JSON.parse(await cli('trace', to, '--from', from, '--json')) as { paths: { end: string }[] }
    return paths[0]?.end
  }
  const idOf = async (list: string, number: string): Promise<string> => {
    const rows = await calls.link.client.data<{ _id: string }[]>(`pbx/${list}/search`, {
      alike: false,
      conditions: { number },
    })
    return rows[0]?._id ?? assert.fail(`${number} is not on the ${list}`)
  }

  test("each change by the vendor's calls holds for the next call", async () => {
    const { client } = calls.link
    const number = '09131110001'
    assert.equal(await callFrom(number), 200)
    await client.data('pbx/blacklists/add', { number })
    assert.equal(await callFrom(number), 603)
    await calls.logged(`call of ${number} to ${calls.caller.number} refused: the caller is blocked`)
    assert.equal(await foretold(number), 'blocked')
    assert.equal(await callFrom('09131110002'), 200)

    await client.data('pbx/whitelists/add', { number, labels: ['vip'] })
    assert.equal(await callFrom(number), 200)
    assert.equal(await foretold(number), 'answer')
    await client.data('pbx/whitelists/remove', { _id: await idOf('whitelists', number) })
    assert.equal(await callFrom(number), 603)

    const _id = await idOf('blacklists', number)
    await client.data('pbx/blacklists/update', { _id, number: '09131110002' })
    assert.deepEqual(await statuses([number, '09131110002']), [200, 603])
    await undo()
    assert.deepEqual(await statuses([number, '09131110002']), [603, 200])
    await client.data('pbx/blacklists/remove', { _id })
    assert.equal(await callFrom(number), 200)
  })

  test('a blocked caller is refused before anything else: also where the number is none', async () => {
    await cli('incoming-rules', 'block', '09131110003')
    assert.equal(await callFrom('09131110003', '0911'), 603)
    assert.equal(await foretold('09131110003', '0911'), 'blocked')
    assert.equal(await callFrom('09131110004', '0911'), 404)
    assert.equal(await foretold('09131110004', '0911'), 'unknown')
  })

  test('whichever spelling is blocked, each spelling of the number is refused, and no other number', async () => {
    await cli('account', 'set', 'acme', '--country', 'IR')
    for (const listed of spellings) {
      await cli('incoming-rules', 'block', listed)
      assert.deepEqual(
        await statuses(spellings),
        spellings.map(() => 603),
        listed,
      )
      assert.deepEqual(await statuses(['09121112234', '+499121112233', '12233']), [200, 200, 200])
      await cli('incoming-rules', 'remove', '0912 111 2233')
    }
    assert.deepEqual(
      await statuses(spellings),
      spellings.map(() => 200),
    )
  })

  test('another country holds from the next call on, and so does its undo', async () => {
    await cli('incoming-rules', 'block', '09121112233')
    await cli('account', 'set', 'acme', '--country', 'none')
    assert.deepEqual(await statuses(spellings), [200, 200, 603, 200, 200])
    await undo()
    assert.deepEqual(
      await statuses(spellings),
      spellings.map(() => 603),
    )
    await cli('incoming-rules', 'allow', '+989121112233')
    assert.deepEqual(
      await statuses(spellings),
      spellings.map(() => 200),
    )
    await cli('incoming-rules', 'remove', '09121112233', '--verdict', 'allow')
  })

  test('a caller who shows no number is refused by the number that the provider asserts', async () => {
    const asserted = (identity: string) => callFrom('anonymous', undefined, [`P-Asserted-Identity: ${identity}`])
    assert.equal(await callFrom('anonymous'), 200)
    assert.equal(await asserted('<sip:+989121112233@provider.example>'), 603)
    assert.equal(await asserted('"Ali, B: <x>" <sip:09121112233@provider.example;user=phone>'), 603)
    assert.equal(await asserted('sip:09121112233@provider.example'), 603)
    assert.equal(await asserted('<tel:+989121112233>'), 603)
    assert.equal(await asserted('<tel:+98-912-111-2233;ext=5>'), 603)
    assert.equal(await asserted('<sip:09121112233;npdi:secret@provider.example;x=1>'), 603)
    assert.equal(await asserted('<sip:09121112234@provider.example>'), 200)
    for (const nonsense of ['', '<', '$\u007bEVAL(x)}', '<sip:>', 'a'.repeat(2000), '<sip:a,b)c]d"e@x>']) {
      assert.equal(await asserted(nonsense), 200, nonsense)
    }
  })

  test('numbers that are no numbers hurt nobody', async () => {
    for (const nonsense of [
      "0912'or'1'='1",
      '0912,5',
      '$%7BEVAL(x)%7D',
      'a-b_c',
      '(0912)',
      '%D9%A0',
      '1'.repeat(200),
    ]) {
      assert.equal(await callFrom(nonsense), 200, nonsense)
    }
  })

  test('calls within the house, and out of it, ask no incoming rule', async () => {
    const [callee] = await calls.extensions({})
    await cli('incoming-rules', 'block', calls.caller.number)
    const call = calls.caller.call(callee.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    await cli('incoming-rules', 'remove', calls.caller.number)
  })

  test('rules hold, and change, while no dialbook runs', async () => {
    await calls.link.restartServer(async () => {
      assert.deepEqual(await statuses(['+989121112233', '09131110009']), [603, 200])
      await cli('incoming-rules', 'block', '00989131110009', '--account', 'acme')
      assert.deepEqual(await statuses(['09131110009']), [603])
      await cli('incoming-rules', 'remove', '09121112233', '--account', 'acme')
      assert.deepEqual(
        await statuses(spellings),
        spellings.map(() => 200),
      )
    })
  })

  test('Asterisk does not complain', () => {
    assert.deepEqual(complaintsOf(calls.link.asterisk), [])
  })
})
