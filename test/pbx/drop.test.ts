import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Server } from '../acceptance/support/server.ts'
import { type Client, success } from '../acceptance/support/simotel.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { healthOf, pbxIs, pbxOptions, registeredAt, startConnected } from './support/connected.ts'
import { untilKept } from './support/kept.ts'
import type { Extension, Link } from './support/link.ts'

/** The number of updates that must be in force with their answers, and the most updates that are tried for it. */
const [roundsLive, roundsAtMost] = [40, 1000]

describe('registrations that hold no more', { skip: noAsterisk }, () => {
  let link: Link
  let server: Server
  let client: Client
  before(async () => {
    link = await startConnected()
    client = link.client
    server = client.server
  })
  after(() => link.stop())

  /** Updates, expects success, and returns the state of the PBX in the answer. */
  async function update(extension: Extension, fields: object): Promise<string> {
    const answer = await client.call('pbx/users/update', { _id: extension._id, ...fields })
    success(answer)
    return String(answer.headers['dialbook-pbx'])
  }
  /** Expects an answer that the change is in force. A machine busy for 250 ms may answer that it will be. */
  async function assertInForce(state: string | string[] | undefined): Promise<void> {
    assert.ok(state === 'live' || state === 'pending', `it said ${state}`)
    if (state === 'pending') await eventually('the outbox is empty', async () => (await healthOf(server)).outbox === 0)
  }
  const isRegistered = async (number: string): Promise<boolean> => (await registeredAt(link)).includes(number)

  const stale: readonly (readonly [what: string, fields: object])[] = [
    ['secret', { secret: 'Another-Secret-For-It' }],
    ['active', { active: 'no' }],
    ['deny', { deny: '127.0.0.1', permit: '' }],
    ['permit', { permit: '10.0.0.0/8' }],
    ['number', { number: '987654' }],
    ['host', { host: '127.0.0.9' }],
    ['user_type', { user_type: 'IAX2' }],
  ]
  for (const [what, fields] of stale) {
    test(`are gone with the answer to a changed ${what}`, async () => {
      const { extension } = await link.registered()
      assert.equal(await isRegistered(extension.number), true)
      await assertInForce(await update(extension, fields))
      assert.equal(await isRegistered(extension.number), false)
      await client.data('pbx/users/remove', { _id: extension._id })
    })
  }

  test('stay when something else changes', async () => {
    const { extension } = await link.registered()
    const other = { name: 'other', qualify: 'no', callgroup: '2', secret: '******', description: 'x' }
    await assertInForce(await update(extension, other))
    assert.equal(await isRegistered(extension.number), true)
  })

  test('are gone with the answer to a removal, and a new extension of the number is live', async () => {
    const { extension } = await link.registered()
    const answer = await client.call('pbx/users/remove', { _id: extension._id })
    await assertInForce(answer.headers['dialbook-pbx'])
    assert.equal(await isRegistered(extension.number), false)
    const { name, number, secret } = { name: 'n', ...extension }
    const added = await client.call('pbx/users/add', { name, number, secret })
    await assertInForce(added.headers['dialbook-pbx'])
    assert.equal(added.headers['dialbook-reason'], undefined)
  })

  test('are gone soon after the command line disables the account', async () => {
    const { extension } = await link.registered()
    await server.cli('account', 'disable', 'acme')
    await eventually('the registration is gone', async () => !(await isRegistered(extension.number)))
    await server.cli('account', 'enable', 'acme')
  })

  test('of another account stay, whatever happens to its extension of the same number', async () => {
    const { extension } = await link.registered()
    await server.cli('account', 'add', 'stranger')
    const key = ['--username', 'stranger', '--password', 'Password-Of-The-Stranger']
    await server.cli('key', 'add', 'simotel', '--account', 'stranger', '--auth', 'basic', ...key)
    const headers = { 'X-APIKEY': '', Authorization: `Basic ${btoa('stranger:Password-Of-The-Stranger')}` }
    const user = { name: 'n', number: extension.number, secret: 'Secret-Of-The-Stranger' }
    const added = await client.call('pbx/users/add', user, { headers })
    assert.equal(added.headers['dialbook-pbx'], 'off')
    const { _id } = success<{ _id: string }>(added).data
    const removed = await client.call('pbx/users/remove', { _id }, { headers })
    assert.equal(removed.headers['dialbook-pbx'], 'off')
    await eventually('the outbox is empty', async () => (await healthOf(server)).outbox === 0)
    assert.equal(await isRegistered(extension.number), true)
  })

  test('are all gone soon after the PBX serves another account, which may have the same numbers', async () => {
    const [one, two] = await Promise.all([link.registered(), link.registered()])
    await server.cli('account', 'add', 'other')
    const key = ['--username', 'other', '--password', 'Password-Of-The-Other']
    await server.cli('key', 'add', 'simotel', '--account', 'other', '--auth', 'basic', ...key)
    const headers = { 'X-APIKEY': '', Authorization: `Basic ${btoa('other:Password-Of-The-Other')}` }
    const { number } = one.extension
    success(await client.call('pbx/users/add', { name: 'n', number, secret: 'Secret-Of-The-Other' }, { headers }))
    assert.deepEqual([await isRegistered(number), await isRegistered(two.extension.number)], [true, true])
    await link.asterisk.configure('--pbx-account', 'other')
    await eventually('no phone of the first account is left', async () => (await registeredAt(link)).length === 0)
    await link.asterisk.configure()
    await eventually('the outbox is empty', async () => (await healthOf(server)).outbox === 0)
    assert.equal(await one.phone.register(), 200)
  })

  test('wait while Asterisk is away, and go when it comes back; status tells both', async () => {
    const { extension } = await link.registered()
    const status = async () => JSON.parse(await server.cli('pbx', 'status', ...pbxOptions(link.asterisk), '--json'))
    const up = await status()
    assert.equal(up.connection, 'connected')
    assert.match(up.version, /^22\./)
    assert.ok(up.registered.includes(extension.number))
    assert.deepEqual(up.busy, [])

    await link.asterisk.kill()
    await pbxIs(server, 'away')
    // The answer comes before the PBX is started: no write waits for the PBX.
    assert.equal(await update(extension, { secret: 'Another-Secret-For-It' }), 'pending')
    assert.equal((await healthOf(server)).outbox, 1)
    const away = await status()
    assert.deepEqual([away.connection, away.outbox.dropRegistrations.count], ['away', 1])
    assert.match(away.problem, /Asterisk|ECONNREFUSED/)

    await link.asterisk.start()
    await eventually('the outbox is empty', async () => (await healthOf(server)).outbox === 0)
    assert.equal(await isRegistered(extension.number), false)
  })

  test('do not come back with an Asterisk that is killed right after it has dropped them', async () => {
    const phones = await Promise.all(Array.from({ length: 5 }, () => link.registered()))
    const numbers = phones.map(({ extension }) => extension.number)
    await untilKept(link.asterisk, numbers)
    for (const { extension } of phones)
      await assertInForce(await update(extension, { secret: 'Another-Secret-For-It' }))
    await link.asterisk.kill()
    await link.asterisk.start()
    await pbxIs(server, 'connected')
    const registered = await registeredAt(link)
    for (const { extension } of phones) assert.equal(registered.includes(extension.number), false)
  })

  test('are all gone after 200 updates during which Asterisk is killed and restarted', {
    timeout: 600_000,
  }, async () => {
    const phones = await Promise.all(Array.from({ length: 20 }, () => link.registered()))
    const states = new Map<string, number>()
    let updates = 0
    let round = 0
    const change = async (rounds: number): Promise<void> => {
      for (const end = round + rounds; round < end; round++) {
        await Promise.all(
          phones.map(async ({ extension }) => {
            const state = await update(extension, { secret: `Changed-Secret-${round}-${extension.number}` })
            states.set(state, (states.get(state) ?? 0) + 1)
            updates++
          }),
        )
      }
    }
    await Promise.all([change(3), eventually('some are done', () => updates >= 45).then(() => link.asterisk.kill())])
    await change(2)
    await Promise.all([link.asterisk.start(), change(2)])
    await change(3)
    assert.equal(updates, 200)
    await eventually('the outbox is empty', async () => (await healthOf(server)).outbox === 0)
    await pbxIs(server, 'connected')
    const registered = new Set(await registeredAt(link))
    assert.deepEqual(
      phones.filter(({ extension }) => registered.has(extension.number)),
      [],
    )
    assert.equal(await server.cli('pbx', 'check', ...pbxOptions(link.asterisk)), 'the PBX is as the book says\n')
    const [{ extension, phone }] = phones as [(typeof phones)[number]]
    assert.equal(await phone.register({ secret: `Changed-Secret-9-${extension.number}` }), 200)
    console.log(`# 200 updates: ${JSON.stringify(Object.fromEntries(states))}`)
  })

  test('are dropped before the answer to the update, but on a busy machine', async () => {
    const { extension, phone } = await link.registered()
    const times: number[] = []
    let live = 0
    let secret = extension.secret
    // A busy machine needs more rounds: after 250 ms the answer is `pending`.
    for (let round = 0; live < roundsLive && round < roundsAtMost; round++) {
      assert.equal(await phone.register({ secret }), 200)
      secret = `Timed-Secret-${round}`
      const since = performance.now()
      const state = await update(extension, { secret })
      times.push(performance.now() - since)
      await assertInForce(state)
      if (state === 'live') live++
    }
    times.sort((one, other) => one - other)
    const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1)
    console.log(`# update until answered: p50 ${at(0.5)} ms, p98 ${at(0.98)} ms, ${live} of ${times.length} live`)
    assert.equal(live, roundsLive, `only ${live} of ${times.length} were live with the answer`)
  })
})
