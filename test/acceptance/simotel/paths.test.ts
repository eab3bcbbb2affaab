import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { exchange, head, send } from '../support/http.ts'
import { Client, done, missing, startSimotel, success } from '../support/simotel.ts'
import { add, contacts, groups, type Noun, read, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const headers = client.headers

describe('other paths of the same service', () => {
  const prefixes = [
    '/api/v4/',
    '/api/',
    '/api/v3/',
    '/api/v4.1/',
    '//api/v4.1//',
    '//api/v4/',
    '/api//v4/',
    '/api/v4//',
    '//api///v4////',
    '//api/',
    '/api//',
  ]
  for (const prefix of prefixes) {
    for (const path of [
      'setting/ping/act',
      'pbx/users/search',
      'autodialer/groups/search',
      'autodialer/contacts/search',
    ]) {
      test(`POST ${prefix}${path}`, async () => {
        success(await send(server, { path: `${prefix}${path}`, headers, body: '{"alike":true}' }))
      })
    }
  }
  for (const path of [
    '/api/v4/pbx//users/search',
    '/api/v4/pbx/users//search',
    '/api/v3//pbx/users//search',
    '//api//pbx//users//search',
  ]) {
    test(`POST ${path}`, async () => {
      success(await send(server, { path, headers, body: '{"alike":true}' }))
    })
  }
})

describe('the verbs of v3', () => {
  const nouns: readonly Noun[] = [groups, contacts, users]
  for (const noun of nouns) {
    for (const prefix of ['/api/v3/', '/api/v4/', '/api/v4.1/', '/api/']) {
      for (const bare of [true, false]) {
        const path = (action: string) => `${prefix}${noun.path}${bare ? '' : `/${action}`}`
        test(`add, search, update and remove on ${path('<action>')}`, async () => {
          const call = (method: string, action: string, body: unknown) =>
            send(server, { method, path: path(action), headers, body: JSON.stringify(body) })
          const before = new Set((await noun.rows(client)).map((row) => row._id))

          assert.equal(success(await call('POST', 'add', noun.fresh())).message, done)
          const { _id, name } =
            (await noun.rows(client)).find((row) => !before.has(row._id)) ?? assert.fail('not added')

          const found = await call('GET', 'search', { status: 'all', alike: 'false', conditions: { name } })
          assert.equal(success(found).message, '')
          assert.ok(found.text.includes(`"_id":"${_id}"`))

          assert.equal(success(await call('PUT', 'update', { _id, name: 'put' })).message, done)
          assert.equal((await read(client, noun, _id))?.name, 'put')

          assert.equal(success(await call('DELETE', 'remove', { _id })).message, done)
          assert.equal(await read(client, noun, _id), undefined)
        })
      }
    }
  }
  test('PUT on the ping', async () => {
    success(await send(server, { method: 'PUT', path: '/api/v3/setting/ping/act', headers, body: '{}' }))
  })
})

describe('bodies that clients send', () => {
  const ping =
    '{"success":1,"message":"If the \'Ping\' event is enabled in the settings menu, you\'ll receive it when it\'s sent","data":null}'
  for (const method of ['POST', 'PUT']) {
    for (const body of ['', '{}', '[]', '{\r\n}', ' {} \r\n', '{"x":1}']) {
      test(`${method} ping with ${JSON.stringify(body)}`, async () => {
        const answer = await send(server, { method, path: '/api/v4/setting/ping/act', headers, body })
        assert.equal(answer.text, ping)
        success(answer)
      })
    }
    test(`${method} ping without a body or a content type`, async () => {
      const { 'Content-Type': _, ...rest } = headers
      assert.equal((await send(server, { method, path: '/api/v4/setting/ping/act', headers: rest })).text, ping)
    })
  }
  test('the reason phrase is OK, as php-connect wants it', async () => {
    const body = '{}'
    const message = { path: '/api/v4/setting/ping/act', headers: { ...headers, Connection: 'close' } }
    assert.match(await exchange(server, head(server, message, body.length) + body), /^HTTP\/1\.1 200 OK\r\n/)
  })
  test('[] for no parameters', () => client.refused('pbx/users/search', '[]', missing('alike')))
  test('escaped slashes, CRLF and unicode escapes', async () => {
    const body =
      '{\r\n  "name": "a\\/b \\u0639\\u0644\\u06cc \\ud83d\\ude00",\r\n  "numbers": ["1"],\r\n "description":"x\\/y"\r\n}\r\n'
    const { _id } = await client.data<{ _id: string }>('autodialer/groups/add', body)
    const row = await read(client, groups, _id)
    assert.deepEqual([row?.name, row?.description], ['a/b علی 😀', 'x/y'])
  })
  test('a byte order mark is no reason to break', async () => {
    const answer = await client.call('autodialer/groups/search', '\ufeff{"alike":true}')
    assert.ok(answer.status === 200 || answer.status === 400, answer.text)
  })
  const types = [
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON',
    'application/json ;charset="utf-8"',
  ]
  for (const type of types) {
    test(`content type ${type}`, async () => {
      success(await client.call('pbx/users/search', { alike: true }, { headers: { 'Content-Type': type } }))
    })
  }
  test('a member that is given twice: the last counts', async () => {
    const { _id } = await add(client, groups)
    await client.data('autodialer/groups/update', `{"_id":"${_id}","name":"first","name":"second"}`)
    assert.equal((await read(client, groups, _id))?.name, 'second')
  })
})
