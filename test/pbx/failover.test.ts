import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'
import { noSipp, type Provider, type Script, startProvider } from './support/sipp.ts'

/** The order of the trunks of a real Asterisk. SIPp plays the provider that fails, and a phone of ours the one that takes the call. */
describe('the order of trunks of a real Asterisk', { skip: noAsterisk || noSipp }, () => {
  let calls: Calls
  let second: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    second = await Phone.open({ number: '02100', secret: '', pbx: calls.link.asterisk.sipPort, address: '127.0.0.12' })
    await trunk('second', ['--place', '2'], second)
  })
  after(async () => {
    second.close()
    await calls.stop()
  })

  const trunk = (name: string, more: readonly string[], { port }: { readonly port: number }, host = '127.0.0.12') =>
    cli('trunk', 'set', name, '--host', host, '--port', String(port), '--qualify', '0', ...more)
  const withFirst = async (script: Script, work: (provider: Provider) => Promise<void>, ...more: string[]) => {
    const provider = await startProvider('127.0.0.11', script)
    try {
      await trunk('first', ['--place', '1', ...more], provider, provider.address)
      await work(provider)
    } finally {
      await provider.stop()
      await cli('trunk', 'remove', 'first')
    }
  }
  /** Calls, hangs up, and returns the status and the number of calls that came to the second trunk. */
  const dial = async (number = '0912000'): Promise<{ status: number; second: number; ms: number }> => {
    const before = second.invites.length
    const since = performance.now()
    const call = calls.caller.call(number)
    const status = await call.answered
    const ms = performance.now() - since
    if (status === 200) await call.hangUp()
    return { status, second: second.invites.length - before, ms }
  }

  for (const refusal of ['503 Service Unavailable', '408 Request Timeout', '500 Server Internal Error'] as const) {
    test(`a trunk that answers ${refusal} is followed by the next`, async () => {
      await withFirst({ refuses: refusal }, async ({ port }) => {
        const { status, second } = await dial()
        assert.deepEqual([status, second], [200, 1])
        await calls.logged(`the trunk first does not take 0912000 at 127.0.0.11:${port}: ${refusal.slice(0, 3)}`)
      })
    })
  }

  for (const [refusal, status] of [
    ['486 Busy Here', 486],
    ['404 Not Found', 404],
    ['603 Decline', 603],
    ['403 Forbidden', 403],
  ] as const) {
    test(`what the far end says goes back to the caller: ${refusal}`, async () => {
      await withFirst({ refuses: refusal }, async () => {
        const answer = await dial()
        assert.equal(answer.second, 0)
        assert.equal(answer.status, status === 603 ? 403 : status)
      })
    })
  }

  test('a trunk that says nothing is followed by the next within four seconds', async () => {
    const mute = await Phone.open({ number: '1', secret: '', pbx: calls.link.asterisk.sipPort, address: '127.0.0.13' })
    mute.manner = 'mute'
    await trunk('first', ['--place', '1'], mute, '127.0.0.13')
    const since = Date.now()
    const { status, second } = await dial()
    assert.deepEqual([status, second, mute.invites.length], [200, 1, 1])
    await calls.logged('the trunk first does not take 0912000')
    // The clock of Asterisk says when it went on: its two lines of the call, not the load of this machine.
    assert.ok(Date.now() - since >= 3000)
    await cli('trunk', 'remove', 'first')
    mute.close()
  })

  test('a trunk that says 100 at once is waited for, however long it takes to ring', async () => {
    await withFirst({ triesFor: 5000 }, async () => {
      const { status, second, ms } = await dial()
      assert.deepEqual([status, second], [200, 0])
      assert.ok(ms >= 5000)
    })
  })

  test('the next host of a trunk is tried before the next trunk', async () => {
    const host = await Phone.open({ number: '1', secret: '', pbx: calls.link.asterisk.sipPort, address: '127.0.0.14' })
    await withFirst(
      { refuses: '503 Service Unavailable' },
      async () => {
        const { status, second } = await dial()
        assert.deepEqual([status, second, host.invites.length], [200, 0, 1])
      },
      '--also-host',
      `127.0.0.14:${host.port}`,
    )
    host.close()
  })

  test('without another trunk the caller hears that none takes the call', async () => {
    await withFirst({ refuses: '503 Service Unavailable' }, async () => {
      await cli('trunk', 'remove', 'second')
      assert.equal((await dial()).status, 503)
      await trunk('second', ['--place', '2'], second)
    })
  })

  test('a trunk takes only its numbers, and rewrites them', async () => {
    const abroad = await Phone.open({
      number: '1',
      secret: '',
      pbx: calls.link.asterisk.sipPort,
      address: '127.0.0.15',
    })
    const rules = ['--place', '1', '--only', '00', '--only', '+49', '--strip', '2', '--add', '+']
    await trunk('abroad', rules, abroad, '127.0.0.15')
    for (const [number, dialled] of [
      ['004930123456', '+4930123456'],
      ['+4930123456', '+930123456'],
    ]) {
      assert.deepEqual(await dial(number).then(({ status, second }) => [status, second]), [200, 0])
      assert.match(abroad.invites.at(-1)?.first ?? '', new RegExp(`^INVITE sip:\\${dialled}@`))
    }
    assert.deepEqual(await dial('0912000').then(({ status, second }) => [status, second]), [200, 1])
    assert.match(second.invites.at(-1)?.first ?? '', /^INVITE sip:0912000@/)
    await cli(
      'trunk',
      'set',
      'second',
      '--host',
      '127.0.0.12',
      '--port',
      String(second.port),
      '--only',
      '09',
      '--qualify',
      '0',
    )
    assert.deepEqual(await dial('021').then(({ status, second }) => [status, second]), [404, 0])
    await cli('trunk', 'remove', 'abroad')
    abroad.close()
  })

  test('Asterisk prints no error', () => {
    assert.doesNotMatch(calls.link.asterisk.output(), /ERROR/)
  })
})
