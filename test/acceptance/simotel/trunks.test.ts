import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import { addKey, Client, invalid, missing, startSimotel, unique } from '../support/simotel.ts'
import { add, checkRule, read, remove, trunks } from '../support/things.ts'
import { trunkRules } from '../support/trunk-rules.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server, await addKey(server, 'acme', { revealSecrets: true }))
const exists = 'This trunk already exists'
const secret = unique('Trunk-Secret-')
server.audit.hide(secret)

describe('each field of a trunk', () => {
  for (const rule of trunkRules) test(rule.field, () => checkRule(client, trunks, rule))
})

test('a name is a letter and more, and no other trunk has it', async () => {
  const first = await add(client, trunks, { name: 'NasimTrunk' })
  const second = await add(client, trunks, { name: 'to_simo_51-20' })
  await client.refused('pbx/trunks/add', { name: 'NasimTrunk' }, exists)
  await client.refused('pbx/trunks/update', { _id: second._id, name: 'NasimTrunk' }, exists)
  for (const name of ['', '5', '5trunk', 'a b', 'ترانک', 'a'.repeat(41), 'a;b', 'a\nb', null, 5, ['x']]) {
    await client.refused('pbx/trunks/add', { name }, invalid('name'))
    await client.refused('pbx/trunks/update', { _id: second._id, name }, invalid('name'))
  }
  await client.data('pbx/trunks/update', { _id: second._id, name: 'a'.repeat(40) })
  assert.equal((await read(client, trunks, second._id))?.name, 'a'.repeat(40))
  await add(client, trunks, { name: 'to_simo_51-20' }).then(({ _id }) => remove(client, trunks, _id))
  for (const { _id } of [first, second]) await remove(client, trunks, _id)
})

test('only the name is required, and the defaults are those of the samples', async () => {
  await client.refused('pbx/trunks/add', { host: '192.168.1.10' }, missing('name'))
  await client.refused('pbx/trunks/update', { name: 'x' }, missing('_id'))
  await client.refused('pbx/trunks/remove', {}, missing('_id'))
  const { _id, date, name, ...row } = await add(client, trunks)
  assert.match(String(date), /^14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
  assert.deepEqual(row, {
    ...{ trunk_type: 'SIP', register_string: '', active: 'yes', deny: '0.0.0.0/0.0.0.0', permit: '0.0.0.0/0.0.0.0' },
    ...{ dtmfmode: 'rfc2833', canreinvite: 'no', directmedia: 'no', context: 'from-pstn', host: '', type: 'friend' },
    ...{ nat: 'force_rport,comedia', port: '5060', qualify: 'yes', insecure: 'port,invite', disallow: 'all' },
    ...{ allow: 'ulaw,alaw,g722', more_options: '', description: '' },
  })
  await remove(client, trunks, _id)
})

test('a registration alone says where the trunk leads', async () => {
  const { _id, host, port } = await add(client, trunks, { register_string: `u:${secret}@sip.example:5070` })
  assert.deepEqual([host, port], ['sip.example', '5070'])
  await remove(client, trunks, _id)
})

test('a trunk has one secret, which only a key that may see secrets is shown', async () => {
  const more_options = `username=u\nsecret=${secret}`
  const row = await add(client, trunks, { register_string: `u:${secret}@sip.example`, more_options })
  const masked = { register_string: 'u:******@sip.example', more_options: 'username=u\nsecret=******' }
  const blind = new Client(server, await addKey(server, 'acme'))
  const seen = await read(blind, trunks, row._id)
  assert.deepEqual([seen?.register_string, seen?.more_options], [masked.register_string, masked.more_options])
  await blind.data('pbx/trunks/update', { _id: row._id, ...masked, description: 'sent back' })
  const after = await read(client, trunks, row._id)
  assert.deepEqual([after?.register_string, after?.more_options], [row.register_string, more_options])
  await client.refused(
    'pbx/trunks/update',
    { _id: row._id, register_string: 'u:a@h', more_options: 'secret=b' },
    invalid('more_options'),
  )
  const other = unique('Other-Secret-')
  server.audit.hide(other)
  await client.data('pbx/trunks/update', { _id: row._id, more_options: `secret=${other}` })
  assert.equal((await read(client, trunks, row._id))?.register_string, `u:${other}@sip.example`)
  assert.ok(!(await server.cli('changes', 'list', '--json')).includes(other))
  await remove(client, trunks, row._id)
})

test('the mask is no secret of a new trunk, or of one without', async () => {
  const { _id } = await add(client, trunks)
  for (const [field, value] of [
    ['register_string', 'u:******@sip.example'],
    ['more_options', 'secret=******'],
  ] as const) {
    await client.refused('pbx/trunks/add', { name: unique('t'), [field]: value }, invalid(field))
    await client.refused('pbx/trunks/update', { _id, [field]: value }, invalid(field))
  }
  await remove(client, trunks, _id)
})

test('lines that have no effect are taken and named', async () => {
  const answer = await client.call('pbx/trunks/add', { name: unique('t'), more_options: 'qualifyfreq=5\nusername=u' })
  assert.equal(answer.headers['dialbook-reason'], 'more_options has no effect in qualifyfreq')
  await remove(client, trunks, JSON.parse(answer.text).data._id)
})

test('a search finds by a part of the name, or by all of it', async () => {
  const made = [await add(client, trunks, { name: 'AlphaOne' }), await add(client, trunks, { name: 'AlphaTwo' })]
  const names = async (alike: unknown, name: string) =>
    (await client.data<{ name: string }[]>('pbx/trunks/search', { alike, conditions: { name } })).map((row) => row.name)
  assert.deepEqual(await names('true', 'alpha'), ['AlphaOne', 'AlphaTwo'])
  assert.deepEqual(await names(false, 'AlphaOne'), ['AlphaOne'])
  assert.deepEqual(await names(false, 'Alpha'), [])
  await client.refused('pbx/trunks/search', { conditions: {} }, missing('alike'))
  for (const { _id } of made) await remove(client, trunks, _id)
})

test('the verbs and paths of version 3 and of the hosted PBX are answered', async () => {
  const headers = { ...client.headers, 'content-type': 'application/json' }
  const ask = async (method: string, path: string, body: object) =>
    JSON.parse((await send(server, { method, path, headers, body: JSON.stringify(body) })).text)
  const { data } = await ask('POST', '/api/v3/pbx/trunks', { name: 'older' })
  assert.equal((await ask('PUT', '/api/v3/pbx/trunks/update', { _id: data._id, description: 'd' })).success, 1)
  assert.equal(
    (await ask('GET', '/api/v3/pbx/trunks', { alike: 1, conditions: { name: 'older' } })).data[0].description,
    'd',
  )
  assert.equal((await ask('POST', '/api/v4.1/pbx/trunks/search', { alike: 1 })).data.length, 1)
  assert.equal((await ask('DELETE', '/api/pbx/trunks/remove', { _id: data._id })).success, 1)
})

test('an unknown trunk is none, and another account sees none', async () => {
  await client.refused('pbx/trunks/update', { _id: '0'.repeat(24), name: 'x' }, 'Requested operation failed')
  await client.refused('pbx/trunks/remove', { _id: 'nonsense' }, 'Requested operation failed')
})

test('each write is one change, which an undo takes back', async () => {
  const { _id, name } = await add(client, trunks, { host: '192.168.1.10', register_string: `u:${secret}@sip.example` })
  const undo = async () => {
    const [last] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number }[]
    await server.cli('changes', 'undo', String(last?.number))
  }
  await client.data('pbx/trunks/update', { _id, name: 'renamed', allow: 'g722' })
  await undo()
  const back = await read(client, trunks, _id)
  assert.deepEqual(
    [back?.name, back?.allow, back?.register_string],
    [name, 'ulaw,alaw,g722', `u:${secret}@sip.example`],
  )
  await remove(client, trunks, _id)
  await undo()
  assert.equal((await read(client, trunks, _id))?.register_string, `u:${secret}@sip.example`)
  await remove(client, trunks, _id)
})
