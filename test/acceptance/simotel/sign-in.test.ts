import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { send } from '../support/http.ts'
import {
  addAccount,
  addKey,
  assertRefused,
  basic,
  Client,
  sampleKey,
  startSimotel,
  success,
} from '../support/simotel.ts'
import { addManager, campaignsBy, contacts, groups, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const byPassword = await addKey(server, 'acme', { auth: 'basic' })
const byToken = await addKey(server, 'acme', { auth: 'token' })
const invalid = 'BasicAuth or ApiKey is invalid'

function ping(headers: Record<string, string>) {
  const path = '/api/v4/setting/ping/act'
  return send(server, { path, headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' })
}

const unpadded = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '')
const urlSafe = (text: string) => Buffer.from(text).toString('base64url')
const pair = `${byPassword.username}:${byPassword.password}`
const padded = basic(byPassword)

describe('a key of the kind `basic`', () => {
  const cases: readonly (readonly [title: string, headers: Record<string, string>])[] = [
    ['padded base64', { Authorization: `Basic ${padded}` }],
    ['unpadded base64', { Authorization: `Basic ${unpadded(pair)}` }],
    ['url-safe base64', { Authorization: `Basic ${urlSafe(pair)}` }],
    ['spaces before, between and after', { Authorization: `  Basic   ${padded}  ` }],
    ['a tab between', { Authorization: `Basic\t${padded}` }],
    ['the scheme in another case', { Authorization: `basic ${padded}` }],
    ['the scheme in capitals', { Authorization: `BASIC ${padded}` }],
    ['an empty X-APIKEY', { Authorization: `Basic ${padded}`, 'X-APIKEY': '' }],
    ['a foreign X-APIKEY', { Authorization: `Basic ${padded}`, 'X-APIKEY': 'whatever' }],
  ]
  for (const [title, headers] of cases) test(title, async () => void success(await ping(headers)))
})

describe('a key of the kind `token`', () => {
  const cases: readonly (readonly [title: string, headers: Record<string, string>])[] = [
    ['the header alone', { 'X-APIKEY': byToken.token }],
    ['the header in lower case', { 'x-apikey': byToken.token }],
    ['a Basic that is no base64', { 'X-APIKEY': byToken.token, Authorization: 'Basic %%%' }],
    ['the token as a Basic (n8n)', { 'X-APIKEY': byToken.token, Authorization: `Basic ${byToken.token}` }],
    ['an empty pair', { 'X-APIKEY': byToken.token, Authorization: `Basic ${Buffer.from(':').toString('base64')}` }],
    ['an empty Basic', { 'X-APIKEY': byToken.token, Authorization: 'Basic ' }],
    ['a Bearer', { 'X-APIKEY': byToken.token, Authorization: 'Bearer x' }],
  ]
  for (const [title, headers] of cases) test(title, async () => void success(await ping(headers)))
})

describe('a key of the kind `both`', () => {
  const both = { Authorization: `Basic ${basic(sampleKey)}`, 'X-APIKEY': sampleKey.token }
  test('both', async () => void success(await ping(both)))
  test("the documents' unpadded sample", async () =>
    void success(await ping({ ...both, Authorization: 'Basic dGVzdDpBYTEyMzQ1Ng' })))
  test('an empty token is not enough', async () => assertRefused(await ping({ ...both, 'X-APIKEY': '' }), 401, invalid))
  test('a token of another credential is not enough', async () =>
    assertRefused(await ping({ ...both, 'X-APIKEY': (await addKey(server, 'acme')).token }), 401, invalid))
})

test('a password with colons and letters of every kind', async () => {
  const password = 'a:b:رمز-😀-:'
  await server.cli(
    'key',
    'add',
    'simotel',
    '--account',
    'acme',
    '--auth',
    'basic',
    '--username',
    'ali',
    '--password',
    password,
  )
  server.audit.hide(password)
  success(await ping({ Authorization: `Basic ${unpadded(`ali:${password}`)}` }))
  assertRefused(await ping({ Authorization: `Basic ${unpadded('ali:a')}` }), 401, invalid)
})

test('disabling and enabling an account, or removing a key, holds from the next request on', async () => {
  const { name, client } = await addAccount(server)
  const call = () => client.call('setting/ping/act', {})
  success(await call())
  await server.cli('account', 'disable', name)
  assertRefused(await call(), 401, invalid)
  await server.cli('account', 'enable', name)
  success(await call())
})

test('a key may be disabled, enabled and removed by its id', async () => {
  const { client } = await addAccount(server)
  const { id } = client.key
  const call = () => client.call('setting/ping/act', {})
  success(await call())
  await server.cli('key', 'disable', id)
  assertRefused(await call(), 401, invalid)
  await server.cli('key', 'enable', id)
  success(await call())
  await server.cli('key', 'remove', id)
  assertRefused(await call(), 401, invalid)
})

test('permissions cover a path, or all below one', async () => {
  const { client } = await addAccount(server, { allow: ['/pbx/users/search', '/autodialer/groups/*'] })
  success(await client.call('pbx/users/search', { alike: true }))
  success(await client.call('autodialer/groups/search', { alike: true }))
  success(await client.call('autodialer/groups/add', { name: 'n' }))
  assertRefused(await client.call('pbx/users/add', {}), 403, '"/pbx/users/add";Access denied')
  assertRefused(await client.call('setting/ping/act', {}), 403, '"/setting/ping/act";Access denied')
  assertRefused(await client.call('autodialer/contacts/search', {}), 403, '"/autodialer/contacts/search";Access denied')
})

test('a permission that names nothing is refused with the nearest one; one of a call that is not served yet is taken', async () => {
  const { name } = await addAccount(server)
  const refused: readonly (readonly [string, RegExp])[] = [
    ['/pbx/userz/*', /--allow \/pbx\/userz\/\* names nothing; did you mean \/pbx\/users\/\*\?/],
    ['/pbx/users/ad', /did you mean \/pbx\/users\/add\?/],
    ['/pbx/users', /did you mean \/pbx\/users\/\*\?/],
    ['/pbx/queues/ad', /did you mean \/pbx\/queues\/add\?/],
    ['/autodialer/groups/add/*', /did you mean \/autodialer\/groups\/add\?/],
    ['/nothing/of/the/kind', /--allow \/nothing\/of\/the\/kind names nothing\n/],
    ['pbx/users/add', /did you mean \/pbx\/users\/add\?/],
  ]
  const before = await server.cli('key', 'list')
  for (const [path, says] of refused) {
    const add = server.cli('key', 'add', 'simotel', '--account', name, '--allow', '/pbx/users/add', '--allow', path)
    await assert.rejects(add, says, path)
  }
  assert.equal(await server.cli('key', 'list'), before)
  const known = [
    '/*',
    '/pbx/*',
    '/pbx/queues/*',
    '/pbx/queues/addagent',
    '/reports/cdr/ordered/id',
    '/call/originate/act',
  ]
  await addKey(server, name, {
    allow: [...known, '/autodialer/campaigns/add', '/voicemails/*', '/reports/audio/download'],
  })
})

test('a permission for one path is enough for its call', async () => {
  const { name } = await addAccount(server)
  const keyFor = async (path: string) => new Client(server, await addKey(server, name, { allow: [path] }))
  const campaigns = campaignsBy(await addManager(new Client(server), name))
  for (const noun of [groups, contacts, users, campaigns]) {
    const { path } = noun
    success(await (await keyFor(`/${path}/add`)).call(`${path}/add`, noun.fresh()))
    const [row] = await noun.rows(await keyFor(`/${path}/search`))
    const _id = row?._id ?? assert.fail('nothing was added')
    success(await (await keyFor(`/${path}/update`)).call(`${path}/update`, { _id, name: 'other' }))
    success(await (await keyFor(`/${path}/remove`)).call(`${path}/remove`, { _id }))
  }
  success(await (await keyFor('/setting/ping/act')).call('setting/ping/act', {}))
})
