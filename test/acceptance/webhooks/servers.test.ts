import assert from 'node:assert/strict'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { postgresIsMissing, startPostgres } from '../../postgres-server.ts'
import { startReceiver } from '../support/receiver.ts'
import { type Server, startServer } from '../support/server.ts'
import { Client, startSimotel, uniqueNumber } from '../support/simotel.ts'
import { addWebhook, payloadOf, untilLogged } from '../support/webhooks.ts'

test('several servers of one book deliver each event once', { skip: postgresIsMissing }, async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const receiver = await startReceiver()
  t.after(() => receiver.close())
  const env = { DIALBOOK_DATABASE_URL: await postgres.makeDatabase() }
  const first = await startSimotel({ env })
  t.after(() => first.stop())
  const servers: Server[] = [first]
  while (servers.length < 3) {
    const data = await mkdtemp(join(tmpdir(), 'dialbook-acceptance-'))
    await copyFile(join(first.data, 'secret.key'), join(data, 'secret.key'))
    const server = await startServer({ data, env })
    servers.push(server)
    t.after(async () => {
      await server.kill()
      await rm(data, { recursive: true })
    })
  }
  await addWebhook(first, 'acme', receiver.origin, '--events', 'ExtenAdded')
  const numbers = Array.from({ length: 60 }, uniqueNumber)
  await Promise.all(
    numbers.map((number, index) =>
      new Client(servers[index % servers.length] as Server).data('pbx/users/add', {
        name: 'n',
        number,
        secret: 'a-secret-of-some-length',
      }),
    ),
  )
  await untilLogged(first, 'acme', (log) => log.length === 60 && log.every(({ state }) => state === 'delivered'))
  assert.deepEqual(receiver.received.map((message) => payloadOf(message).exten).sort(), numbers.toSorted())
})
