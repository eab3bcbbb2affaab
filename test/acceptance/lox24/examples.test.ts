import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { send } from '../support/http.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'

interface Example {
  readonly operation: string
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly source: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  /** The command as the document prints it. */
  readonly curl?: string
  /** The printed answer; without a body where the document does not print it in full. */
  readonly response: { readonly status: number; readonly contentType: string | null; readonly body?: unknown }
}

const folder = resolve(import.meta.dirname, '../../../src/dialects/lox24/examples')
const examples = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example)

const server = await startLox24({ args: ['--message-routes', 'direct=paper:0.05'] })
after(() => server.stop())
const client = new Lox24Client(server)

interface Things {
  readonly groupId: number
  readonly phoneId: string
  readonly blockedId: number
  readonly smsId: string
  readonly bulkId: number
  readonly incomingId: string
}

/** Makes the book that the documents presuppose: one group with one phone, one blocked number, and one message that waits. */
async function given(): Promise<Things> {
  for (const { id } of await client.ok<{ id: number }[]>(200, 'GET', '/blocked_numbers')) {
    await client.ok(204, 'DELETE', `/blocked_numbers/${id}`)
  }
  const blocked = await client.ok<{ id: number }>(201, 'POST', '/blocked_numbers', { number: '+491701234567' })
  for (const group of await client.ok<{ id: number }[]>(200, 'GET', '/groups')) {
    await client.ok(204, 'DELETE', `/groups/${group.id}`)
  }
  const { id: groupId } = await client.addGroup({
    ...{ name: 'My Clients', description: 'Best clients' },
    ...{ name_a: 'prefix', name_b: 'name', name_c: 'datetime', name_d: 'price', name_e: 'something_else' },
    phones: [
      { phone: '+93701234567', a: 'Mr. ', b: 'Smith ', c: '2020-02-23 18:00', d: '12.34', e: 'restaurant Blue Oyster' },
    ],
  })
  const [phone] = await client.phones(groupId)
  const message = {
    sender_id: 'me',
    phone: '+49751234567',
    text: 'hi',
    delivery_at: Math.ceil(Date.now() / 1000) + 86_400,
  }
  const { uuid: smsId } = await client.ok<{ uuid: string }>(201, 'POST', '/sms', message)
  const bulk = { sender_id: 'me', text: 'hi', msg_groups: [groupId], delivery_at: message.delivery_at }
  const { id: bulkId } = await client.ok<{ id: number }>(201, 'POST', '/bulks', bulk)
  const came = await server.cli('message', 'receive', '+41761234567', '+49751234567', 'hi', '--json')
  const incomingId = (await client.ok<{ uuid: string }[]>(200, 'GET', '/incomings'))[0]?.uuid ?? assert.fail(came)
  return { incomingId, groupId, phoneId: phone?.id ?? assert.fail('no phone'), blockedId: blocked.id, smsId, bulkId }
}

/** The text with this server and these things in place of the document's. */
function here(text: string, { groupId, phoneId, blockedId, smsId, bulkId, incomingId }: Things): string {
  return text
    .replaceAll('https://api.lox24.eu', server.origin)
    .replaceAll('blocked_numbers/12344', `blocked_numbers/${blockedId}`)
    .replaceAll('bulks/1', `bulks/${bulkId}`)
    .replaceAll(/12344|7117/g, String(groupId))
    .replaceAll('7848412', phoneId)
    .replaceAll('incomings/20f39273-0566-11ea-a637-96000028b339', `incomings/${incomingId}`)
    .replaceAll('20f39273-0566-11ea-a637-96000028b339', smsId)
}

/** The text with every id that the server makes replaced by its form. */
function patterned(text: string): string {
  return text
    .replaceAll(/"id":"\d+"/g, '"id":"<phone>"')
    .replaceAll(/"id":\d+/g, '"id":<id>')
    .replaceAll(/\/(groups|phones|blocked_numbers|bulks)\/\d+/g, '/$1/<id>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/"(created_at|key_id)":\d+/g, '"$1":<number>')
    .replaceAll(/"ip":"[^"]+"/g, '"ip":"<ip>"')
    .replaceAll(/"added_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"/g, '"added_at":"<time>"')
}

function wanted({ response: { body } }: Sample, things: Awaited<ReturnType<typeof given>>): string {
  if (body === null || body === undefined) return ''
  return patterned(here(typeof body === 'string' ? body : JSON.stringify(body), things))
}

for (const { operation, samples } of examples) {
  describe(operation, () => {
    for (const sample of samples) {
      test(`${sample.source}: status, headers and the whole body`, async () => {
        const things = await given()
        const answer = await send(server, {
          method: sample.method,
          path: here(sample.url, things).replace(server.origin, ''),
          headers: sample.headers,
          ...(sample.body === undefined ? {} : { body: here(JSON.stringify(sample.body), things) }),
        })
        assert.equal(answer.status, sample.response.status, answer.text)
        assert.equal(answer.headers['content-type'] ?? null, sample.response.contentType)
        if ('body' in sample.response) assert.equal(patterned(answer.text), wanted(sample, things))
      })

      const { curl } = sample
      if (curl === undefined) continue
      test(`${sample.source}: by a real curl, as printed`, async () => {
        const things = await given()
        const { stdout } = await promisify(execFile)('bash', ['-c', here(curl, things)])
        assert.equal(patterned(stdout), wanted(sample, things))
      })
    }
  })
}

test('PUT /groups/{id}, as printed, changes what it names and nothing else', async () => {
  const call = readFileSync(join(import.meta.dirname, 'api-groups-put-item.sh'), 'utf8')
  const group = await client.addGroup({ name: 'before', phones: [{ phone: '1' }], deleted_at: '2099-01-01T00:00:00Z' })
  const { stdout } = await promisify(execFile)('bash', [
    '-c',
    here(call, { groupId: group.id, phoneId: '', blockedId: 0, smsId: '', bulkId: 0, incomingId: '' }),
  ])
  const { '@context': context, '@id': iri, '@type': type, ...fields } = JSON.parse(stdout)
  assert.deepEqual([context, iri, type], ['/contexts/groups', `/groups/${group.id}`, 'groups'])
  assert.deepEqual(fields, {
    ...{ id: group.id, name: 'My Clients', description: 'Best clients' },
    ...{ name_a: 'prefix', name_b: 'name', name_c: 'datetime', name_d: 'price', name_e: 'something_else' },
    ...{ count_items: 1, deleted_at: '2099-01-01T00:00:00+00:00' },
  })
  assert.deepEqual(await client.group(group.id), fields)
})
