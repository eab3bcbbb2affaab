import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { dialects } from '../src/dialects/dialects.ts'
import type { OperationFacts } from '../src/dialects/operation.ts'
import { Client as CheckMarket } from './acceptance/support/checkmarket.ts'
import { type Answer, send } from './acceptance/support/http.ts'
import { Lox24Client, startLox24 } from './acceptance/support/lox24.ts'
import { addKey, Client as Simotel, uniqueNumber } from './acceptance/support/simotel.ts'

// Walks through the operations of the vendors' dialects: a new one that writes must say how it is repeated and guarded.

const server = await startLox24({ args: ['--message-routes', 'direct=paper:0.05'] })
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new Simotel(server, await addKey(server, 'acme'))

interface IssuedKey {
  readonly key: Readonly<Record<string, string>>
}

/** The headers of a new key of a dialect, by some flags of `key add`. */
async function headersOf(dialect: string, ...flags: string[]): Promise<Record<string, string>> {
  const scheme = dialect === 'simotel' ? ['--auth', 'token'] : []
  const out = await server.cli('key', 'add', dialect, '--account', 'acme', ...scheme, ...flags, '--json')
  const { key } = JSON.parse(out) as IssuedKey
  for (const secret of [key.token, key.password, key.masterKey, key.key]) if (secret) server.audit.hide(secret)
  if (dialect === 'lox24') return { 'X-LOX24-AUTH-TOKEN': `${key.clientId}:${key.token}`, Accept: 'application/json' }
  if (dialect === 'simotel') return { 'X-APIKEY': String(key.token) }
  masterKey = key.masterKey ?? masterKey
  return { 'X-Master-Key': masterKey, 'X-Key': String(key.key) }
}
let masterKey = ''

/** Operations that write nothing, by POST. */
const reads = /\/(search|info|ordered\/id|download)$|dryrun|setting\/ping/

/** Writes that change no one group, contact, extension or folder: new ones, other things, and many at once. */
const unrevised: Readonly<Record<string, readonly string[]>> = {
  checkmarket: ['POST-3-contactgroups', 'POST-3-contactfolders', 'POST-3-contacts', 'POST-3-contacts-optouts'],
  lox24: [
    'api_groups_post_collection',
    'api_blocked_numbers_post',
    'api_blocked_numbers_delete_item',
    'api_sms_post_collection',
    'api_sms_delete_item',
    'sms_ops_cancel',
    'sms_ops_delete',
    'api_bulks_post_collection',
    'api_bulks_cancel_item',
    'api_incomings_delete_item',
  ],
  simotel: [
    'autodialer/groups/upload',
    'autodialer/groups/add',
    'autodialer/contacts/add',
    'autodialer/announcements/upload',
    'autodialer/announcements/add',
    'autodialer/announcements/update',
    'autodialer/announcements/remove',
    'autodialer/campaigns/add',
    'autodialer/campaigns/update',
    'autodialer/campaigns/remove',
    'autodialer/trunks/update',
    'pbx/users/add',
    'pbx/trunks/add',
    'pbx/trunks/update',
    'pbx/trunks/remove',
    'pbx/blacklists/add',
    'pbx/blacklists/update',
    'pbx/blacklists/remove',
    'pbx/whitelists/add',
    'pbx/whitelists/update',
    'pbx/whitelists/remove',
    'pbx/announcements/upload',
    'pbx/announcements/add',
    'pbx/announcements/update',
    'pbx/announcements/remove',
    'call/originate/act',
  ],
}

/** Writes whose samples need a file, a trunk, a phone, an entry of a list or a message that came in: all that is left of the same pipeline. */
const untried: Readonly<Record<string, readonly string[]>> = {
  checkmarket: [],
  lox24: ['api_incomings_delete_item'],
  simotel: [
    'autodialer/groups/upload',
    'autodialer/announcements/upload',
    'autodialer/announcements/add',
    'autodialer/announcements/update',
    'autodialer/announcements/remove',
    'autodialer/campaigns/add',
    'autodialer/campaigns/update',
    'autodialer/campaigns/remove',
    'autodialer/trunks/update',
    'pbx/trunks/add',
    'pbx/trunks/update',
    'pbx/trunks/remove',
    'pbx/blacklists/update',
    'pbx/blacklists/remove',
    'pbx/whitelists/update',
    'pbx/whitelists/remove',
    'pbx/announcements/upload',
    'pbx/announcements/add',
    'pbx/announcements/update',
    'pbx/announcements/remove',
    'call/originate/act',
  ],
}

interface Sample {
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

function sampleOf(dialect: string, { name }: OperationFacts): Sample {
  const file = `${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.json`
  const path = join(resolve(import.meta.dirname, '../src/dialects'), dialect, 'examples', file)
  const { samples } = JSON.parse(readFileSync(path, 'utf8')) as { samples: Sample[] }
  return samples.find(({ body }) => body !== undefined) ?? samples[0] ?? {}
}

/** The things that samples are about, made anew for each of them. */
async function replacements(dialect: string): Promise<(text: string) => string> {
  const number = uniqueNumber()
  const { id } = await lox24.addGroup({ phones: [{ phone: '+93701234567' }] })
  const [phone] = await lox24.phones(id)
  if (dialect === 'lox24') {
    const message = { sender_id: 'me', text: 'hi', delivery_at: Math.ceil(Date.now() / 1000) + 86_400 }
    const blocked = await lox24.ok(201, 'POST', '/blocked_numbers', { number: `+49${uniqueNumber()}` })
    const sms = await lox24.ok(201, 'POST', '/sms', { ...message, phone: '+49751234567' })
    const bulk = await lox24.ok(201, 'POST', '/bulks', { ...message, msg_groups: [id] })
    const other = `+49${uniqueNumber()}`
    return (text) =>
      text
        .replaceAll(/blocked_numbers\/\d+/g, `blocked_numbers/${blocked.id}`)
        .replaceAll(/sms\/[0-9a-f-]{36}/g, `sms/${sms.uuid}`)
        .replaceAll(/bulks\/\d+/g, `bulks/${bulk.id}`)
        .replaceAll(/phones\/\d+/g, `phones/${phone?.id}`)
        .replaceAll(/groups\/\d+/g, `groups/${id}`)
        .replaceAll('7117', String(id))
        .replaceAll(/\+49170123456\d/g, other)
  }
  if (dialect === 'checkmarket') {
    const client = new CheckMarket(server, { id: '', account: 'acme', ...(await plainKey()) })
    const folder = await client.addFolder()
    const contact = await client.addContact(id)
    return (text) =>
      text
        .replaceAll(/contactgroups\/(\{GroupId\}|\d+)/g, `contactgroups/${id}`)
        .replaceAll(/[\w.]+@[\w.]+/g, `${number}@example.com`)
        .replaceAll(/\{\w*GroupId\}/g, String(id))
        .replaceAll(/\{\w*ContactId\}/g, String(contact))
        .replaceAll(/\{\w*(FolderId|Id)\}/g, String(folder))
        .replaceAll(/"ParentFolderId": \d+/g, '"ParentFolderId": 0')
  }
  const group = await simotel.data<{ _id: string }>('autodialer/groups/add', { name: number, numbers: ['1'] })
  await simotel.data('autodialer/contacts/add', { name: number, number })
  const found = { alike: false, conditions: { name: number } }
  const contact = (await simotel.data<{ data: { _id: string }[] }>('autodialer/contacts/search', found)).data[0]
  const user = await simotel.data<{ _id: string }>('pbx/users/add', { name: 'u', number, secret: 'Xk29!mQp77zz' })
  return (text) => {
    const thing = text.includes('contacts/') ? contact : text.includes('users/') ? user : group
    return text
      .replaceAll(/"_id":"[0-9a-f]{24}"/g, `"_id":"${thing?._id}"`)
      .replaceAll(/"number":"\d+"/g, `"number":"${uniqueNumber()}"`)
  }
}

let plain: { masterKey: string; key: string } | undefined
async function plainKey(): Promise<{ masterKey: string; key: string }> {
  if (!plain) {
    const headers = await headersOf('checkmarket')
    plain = { masterKey: String(headers['X-Master-Key']), key: String(headers['X-Key']) }
  }
  return plain
}

async function requestOf(dialect: string, operation: OperationFacts): Promise<Parameters<typeof send>[1]> {
  const { url = '', body, headers } = sampleOf(dialect, operation)
  const fill = await replacements(dialect)
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  // A sample's path tells of which kind its thing is.
  const whole = fill(`${url}\n${text ?? ''}`)
  const at = whole.indexOf('\n')
  const path = whole.slice(0, at).replace(/^https?:\/\/[^/]+/, '')
  const type = headers?.['Content-Type'] ?? 'application/json'
  return {
    method: operation.routes[0]?.method as string,
    path,
    headers: text === undefined ? {} : { 'Content-Type': type },
    ...(text !== undefined && { body: whole.slice(at + 1) }),
  }
}

const isWrite = ({ name, routes }: OperationFacts): boolean => routes[0]?.method !== 'GET' && !reads.test(name)

// All are there before the first test begins: the server stops behind the last one.
const tables = await Promise.all(
  dialects
    .filter(({ name }) => name in unrevised)
    .map(async ({ name, title, operations }) => ({ name, title, writes: (await operations()).filter(isWrite) })),
)

for (const { name, title, writes } of tables) {
  describe(`the writes of ${title}`, () => {
    test('want a condition of a key that must send one, where they change one thing', async () => {
      const headers = await headersOf(name, '--require-match')
      const without: string[] = []
      for (const operation of writes) {
        if (operation.revises === undefined) {
          without.push(operation.name)
          continue
        }
        const request = await requestOf(name, operation)
        const bare = await send(server, { ...request, headers: { ...request.headers, ...headers } })
        assert.equal(bare.status, 428, `${operation.name}: ${bare.text}`)
        const wrong = { ...request.headers, ...headers, 'If-Match': '"0123456789abcdef"' }
        const stale = await send(server, { ...request, headers: wrong })
        assert.equal(stale.status, 412, `${operation.name}: ${stale.text}`)
      }
      assert.deepEqual(without, unrevised[name])
    })

    test('are carried out once, by a key of the request and by its body', async () => {
      const same = await headersOf(name, '--same-body-within', '1h')
      const keyed = await headersOf(name)
      const failed: string[] = []
      for (const operation of writes) {
        const ways = [same, { ...keyed, 'Idempotency-Key': `"${name} ${operation.name}"` }]
        for (const headers of ways) {
          const request = await requestOf(name, operation)
          const message = { ...request, headers: { ...request.headers, ...headers } }
          const first = await send(server, message)
          if (!isDone(first)) {
            failed.push(operation.name)
            break
          }
          const again = await send(server, message)
          assert.equal(again.headers['idempotency-replayed'], 'true', `${operation.name}: ${again.text}`)
          assert.ok(again.bytes.equals(first.bytes), operation.name)
        }
      }
      assert.deepEqual(failed, untried[name])
    })
  })
}

/** Whether a call was carried out: in two dialects a refusal may be HTTP 200. */
function isDone({ status, text }: Answer): boolean {
  return status < 300 && !/"success":0|"Succeeded":false/.test(text)
}
