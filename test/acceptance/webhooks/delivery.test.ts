import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { send } from '../support/http.ts'
import { startReceiver, status } from '../support/receiver.ts'
import { startServer } from '../support/server.ts'
import { addAccount, Client, startSimotel, uniqueNumber } from '../support/simotel.ts'
import { addWebhook, deliveriesOf, payloadOf, untilLogged } from '../support/webhooks.ts'

const quick = { DIALBOOK_WEBHOOK_RETRY_AFTER: '20', DIALBOOK_WEBHOOK_TIMEOUT: '5' }
const receiver = await startReceiver()
const server = await startSimotel({ env: quick })
after(async () => {
  await server.stop()
  await receiver.close()
})
beforeEach(() => {
  receiver.received.length = 0
})

const secret = 'a-secret-of-some-length'
const addUser = (client: Client, number: string) =>
  client.data<{ _id: string }>('pbx/users/add', { name: 'n', number, secret })

test('a delivery that fails is tried again, and each attempt is in the log, without a secret', async () => {
  const { name, client } = await addAccount(server)
  const passwordFile = join(server.data, 'hook-password')
  await writeFile(passwordFile, 'Hidden-Hook-Password\n')
  server.audit.hide('Hidden-Hook-Password')
  const signIn = ['--username', 'hook', '--password-file', passwordFile]
  await addWebhook(server, name, `${receiver.origin}/?key=Hidden-Query-Key`, ...signIn, '--events', 'ExtenAdded')
  receiver.replyWith(status(500), status(404), (_message, response) => response.destroy())
  const number = uniqueNumber()
  await addUser(client, number)
  const messages = await receiver.until(4)
  assert.deepEqual(new Set(messages.map(({ body }) => body)).size, 1)
  assert.equal(
    messages[3]?.headers.authorization,
    `Basic ${Buffer.from('hook:Hidden-Hook-Password').toString('base64')}`,
  )
  const [delivery] = await untilLogged(server, name, ([entry]) => entry?.state === 'delivered')
  assert.deepEqual(
    delivery?.attempts.map((attempt) => [attempt.status, attempt.problem]),
    [
      [500, 'it answered 500'],
      [404, 'it answered 404'],
      [null, 'no answer (ECONNRESET)'],
      [200, null],
    ],
  )
  const times = delivery?.attempts.map(({ at }) => Date.parse(at)) as number[]
  const waits = times.slice(1).map((at, index) => at - (times[index] as number))
  for (const [index, least] of [20, 40, 80].entries()) assert.ok((waits[index] as number) >= least, waits.join())

  const shown = await Promise.all([
    server.cli('webhook', 'log', '--account', name),
    server.cli('webhook', 'log', '--account', name, '--json'),
    server.cli('webhook', 'list', '--account', name),
    server.cli('webhook', 'list', '--account', name, '--json'),
    server.cli('changes', 'list', '--json'),
  ])
  for (const text of [...shown, server.stderr()]) assert.doesNotMatch(text, /Hidden-/)
  assert.match(shown[0] as string, new RegExp(`ExtenAdded +${number} +delivered +1 .* 500 `))
})

test('events of one extension keep their order, whatever fails, and do not hold up another', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, receiver.origin)
  const numbers = [uniqueNumber(), uniqueNumber()]
  for (let index = 0; index < 12; index++) receiver.replyWith(status(index % 2 === 0 ? 503 : 200))
  for (let round = 0; round < 10; round++) {
    for (const number of numbers) {
      const { _id } = await addUser(client, number)
      await client.data('pbx/users/remove', { _id })
    }
  }
  await untilLogged(server, name, (log) => log.length === 40 && log.every(({ state }) => state === 'delivered'))
  assert.equal(receiver.received.length, 46)
  for (const number of numbers) {
    const names = receiver.received
      .map(payloadOf)
      .filter(({ exten }) => exten === number)
      .map(({ event_name }) => event_name)
    // A message that was tried again comes twice in a row, in its place.
    const told = names.filter((event, index) => event !== names[index - 1])
    assert.deepEqual(
      told,
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'ExtenAdded' : 'ExtenRemoved')),
    )
  }
})

test('a redirect is not followed, and counts as a failure', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, `${receiver.origin}/from`)
  receiver.replyWith(status(302, { Location: `${receiver.origin}/elsewhere` }))
  await addUser(client, uniqueNumber())
  await receiver.until(2)
  assert.deepEqual(
    receiver.received.map(({ path }) => path),
    ['/from', '/from'],
  )
  const [delivery] = await untilLogged(server, name, ([entry]) => entry?.state === 'delivered')
  assert.equal(delivery?.attempts[0]?.problem, 'it answered 302: redirects are not followed')
})

test('an answer that never comes, or never ends, holds nothing up for long', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, receiver.origin, '--events', 'ExtenAdded')
  receiver.replyWith(
    () => undefined,
    (_message, response) => {
      response.writeHead(200)
      const flood = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', flood).on('error', () => undefined)
      flood()
    },
  )
  await addUser(client, uniqueNumber())
  const [delivery] = await untilLogged(server, name, ([entry]) => entry?.state === 'delivered')
  assert.deepEqual(
    delivery?.attempts.map((attempt) => [attempt.status, attempt.problem]),
    [
      [null, 'no answer in 5000 ms'],
      [200, null],
    ],
  )
})

test('a delivery is made again when somebody asks for it, also one that waits', async () => {
  const { name, client } = await addAccount(server)
  await addWebhook(server, name, receiver.origin, '--events', 'ExtenAdded')
  await addUser(client, uniqueNumber())
  const [delivery] = await untilLogged(server, name, ([entry]) => entry?.state === 'delivered')
  assert.match(await server.cli('webhook', 'resend', String(delivery?.id), '--account', name), /is made again/)
  const [first, second] = await receiver.until(2)
  assert.equal(first?.body, second?.body)
  const [again] = await untilLogged(server, name, ([entry]) => entry?.attempts.length === 2)
  assert.equal(again?.id, delivery?.id)
  const stranger = await addAccount(server)
  await assert.rejects(server.cli('webhook', 'resend', String(delivery?.id), '--account', stranger.name), {
    code: 1,
    stderr: /there is no such delivery/,
  })
  assert.equal((await deliveriesOf(server, stranger.name)).length, 0)
})

test('waiting deliveries are counted, and forgotten with their webhook', async () => {
  const { name, client } = await addAccount(server)
  const closed = await startReceiver()
  await closed.close()
  const id = await addWebhook(server, name, closed.origin)
  await addUser(client, uniqueNumber())
  await untilLogged(server, name, ([entry]) => (entry?.attempts.length ?? 0) > 0)
  const health = JSON.parse((await send(server, { method: 'GET', path: '/healthz' })).text) as Record<string, unknown>
  assert.equal(health.pbx, 'off')
  assert.ok((health.outbox as number) > 0)
  const metrics = (await send(server, { method: 'GET', path: '/metrics' })).text
  assert.match(metrics, /^dialbook_outbox_effects\{kind="deliver"\} 1$/m)
  assert.match(metrics, /^dialbook_outbox_oldest_seconds\{kind="deliver"\} \d/m)
  assert.match(
    await server.cli('pbx', 'status'),
    /^PBX +off: .*\nwaiting .* registrations to drop.*\n.* calls to end.*\n +1 deliveries, the oldest since 20/,
  )
  await server.cli('webhook', 'remove', String(id), '--account', name)
  const [entry] = await deliveriesOf(server, name)
  assert.equal(entry?.state, 'failed')
  assert.match((await send(server, { method: 'GET', path: '/metrics' })).text, /effects\{kind="deliver"\} 0$/m)
})

test('targets in private networks are refused where that is set, by number and by name', async () => {
  const guarded = await startSimotel({ env: { ...quick, DIALBOOK_WEBHOOK_DENY_PRIVATE: 'true' } })
  try {
    const urls = [receiver.origin, `http://localhost:${receiver.port}`, `http://[::1]:${receiver.port}/`]
    for (const url of urls) await addWebhook(guarded, 'acme', url)
    await addUser(new Client(guarded), uniqueNumber())
    const log = await untilLogged(guarded, 'acme', (entries) => entries.every(({ attempts }) => attempts.length > 1))
    assert.equal(log.length, urls.length)
    for (const { attempts, state } of log) {
      assert.equal(state, 'waiting')
      for (const { problem } of attempts) assert.match(String(problem), /its address is private/)
    }
    assert.equal(receiver.received.length, 0)
  } finally {
    await guarded.stop()
  }
})

test('a committed event is delivered, also when the server is killed before', async () => {
  const mortal = await startSimotel({ env: quick })
  await addWebhook(mortal, 'acme', receiver.origin, '--events', 'ExtenAdded')
  // The first message gets no answer: it is under way when the server dies.
  receiver.replyWith(() => undefined)
  const [under, waits] = [uniqueNumber(), uniqueNumber()]
  await addUser(new Client(mortal), under)
  await receiver.until(1)
  await mortal.kill()
  const again = await startServer({ data: mortal.data, env: quick })
  try {
    await addUser(new Client(again), waits)
    const messages = await receiver.until(3)
    assert.deepEqual(messages.map((message) => payloadOf(message).exten).sort(), [under, under, waits].sort())
  } finally {
    await again.stop()
    await rm(mortal.data, { recursive: true, force: true })
  }
})
