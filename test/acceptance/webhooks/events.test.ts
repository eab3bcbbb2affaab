import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { startReceiver } from '../support/receiver.ts'
import { addAccount, type Client, startSimotel, uniqueNumber } from '../support/simotel.ts'
import { addWebhook, payloadOf } from '../support/webhooks.ts'

const receiver = await startReceiver()
const server = await startSimotel()
after(async () => {
  await server.stop()
  await receiver.close()
})
beforeEach(() => {
  receiver.received.length = 0
})

const secret = 'a-secret-of-some-length'

async function addUser(client: Client, number: string): Promise<string> {
  const { _id } = await client.data<{ _id: string }>('pbx/users/add', { name: 'n', number, secret })
  return _id
}

const added = (exten: string) => ({ event_name: 'ExtenAdded', exten, state: 'Unavailable' })
const removed = (exten: string) => ({ event_name: 'ExtenRemoved', exten, state: 'Unavailable' })

test('a user who comes and goes is told as the vendor tells it, with Basic authentication', async () => {
  const { name, client } = await addAccount(server)
  server.audit.hide('The-Password-Of-The-Hook')
  const signIn = ['--username', 'hook', '--password', 'The-Password-Of-The-Hook']
  await addWebhook(server, name, `${receiver.origin}/call/`, ...signIn)
  const number = uniqueNumber()
  const _id = await addUser(client, number)
  await client.data('pbx/users/update', { _id, name: 'another name' })
  await client.data('pbx/users/remove', { _id })
  const messages = await receiver.until(2)
  assert.deepEqual(messages.map(payloadOf), [added(number), removed(number)])
  for (const { method, path, headers } of messages) {
    assert.deepEqual([method, path, headers['content-type']], ['POST', '/call/', 'application/json'])
    assert.equal(headers.authorization, `Basic ${Buffer.from('hook:The-Password-Of-The-Hook').toString('base64')}`)
  }
})

test('by GET the members are a query, beside the one that the address has', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, `${receiver.origin}/call?key=1`, '--method', 'get')
  const number = uniqueNumber()
  await addUser(client, number)
  const [message] = await receiver.until(1)
  assert.equal(message?.method, 'GET')
  assert.equal(message?.body, '')
  assert.equal(message?.path, `/call?key=1&event_name=ExtenAdded&exten=${number}&state=Unavailable`)
  assert.equal(message?.headers.authorization, undefined)
})

test('rest4 puts the name of the event behind the address', async () => {
  const { name, client } = await addAccount(server)
  for (const [path, method] of [
    ['/post', 'post'],
    ['/slash/', 'post'],
    ['/get?a=b', 'get'],
  ] as const) {
    await addWebhook(server, name, `${receiver.origin}${path}`, '--version', 'rest4', '--method', method)
  }
  const number = uniqueNumber()
  await addUser(client, number)
  const messages = await receiver.until(3)
  assert.deepEqual(messages.map(({ path }) => path).sort(), [
    `/get/ExtenAdded?a=b&event_name=ExtenAdded&exten=${number}&state=Unavailable`,
    '/post/ExtenAdded',
    '/slash/ExtenAdded',
  ])
})

test('a ping is sent when a client asks for it', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, receiver.origin, '--events', 'Ping')
  await client.data('setting/ping/act', {})
  assert.deepEqual((await receiver.until(1)).map(payloadOf), [{ event_name: 'Ping' }])
})

test('only the events that were chosen are sent, and only those of the account', async () => {
  const { name, client } = await addAccount(server)
  const stranger = await addAccount(server)
  await addWebhook(server, name, receiver.origin, '--events', 'extenremoved, Ping')
  const number = uniqueNumber()
  await addUser(stranger.client, uniqueNumber())
  await stranger.client.data('setting/ping/act', {})
  const _id = await addUser(client, number)
  await client.data('pbx/users/remove', { _id })
  await client.data('setting/ping/act', {})
  const messages = await receiver.until(2)
  assert.deepEqual(messages.map((message) => payloadOf(message).event_name).sort(), ['ExtenRemoved', 'Ping'])
})

test('a new number is another extension, and so is one that came back by undo', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, receiver.origin)
  const [old, now] = [uniqueNumber(), uniqueNumber()]
  const _id = await addUser(client, old)
  await client.data('pbx/users/update', { _id, number: now })
  await client.data('pbx/users/remove', { _id })
  const [change] = JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[]
  await server.cli('changes', 'undo', String(change?.number))
  const messages = (await receiver.until(5)).map(payloadOf)
  const of = (exten: string) => messages.filter((message) => message.exten === exten)
  assert.deepEqual(of(old), [added(old), removed(old)])
  assert.deepEqual(of(now), [added(now), removed(now), added(now)])
})

test('a refused call tells nobody of anything', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, receiver.origin)
  const number = uniqueNumber()
  const _id = await addUser(client, number)
  await client.refused('pbx/users/add', { name: 'n', number, secret }, 'This number already exists')
  await client.data('pbx/users/remove', { _id })
  assert.deepEqual((await receiver.until(2)).map(payloadOf), [added(number), removed(number)])
})
