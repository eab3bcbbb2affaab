import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { makeFolder } from '../support/command.ts'
import { Client, startSimotel } from '../support/simotel.ts'
import { add, contacts, groups, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)
const exported = (...args: string[]) => server.cli('export', ...args)
const fails = (text: RegExp, ...args: string[]) => assert.rejects(exported(...args), text)
const newestChange = async () =>
  (JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[])[0]?.number

const secret = 'Sip-Secret-42'
await add(client, users, {
  ...{ name: '=Front, "desk"', number: '0100', secret, description: 'two\nlines' },
  ...{ forward_policy: { Busy: '0101', 'No Answer': '', UnAvailable: '', All: '' } },
})
await add(client, users, { number: '0101' })
await add(client, contacts, { name: 'علی رضایی', number: '09121112233', description: '' })
await server.cli('optout', 'add', '09121112233', '--reason', 'said "no", by phone')
await add(client, groups, { name: 'group', numbers: ['0912', '+98912', '3'] })

/** The records of a csv that has no cells with commas. */
function titlesOf(csv: string): string[] {
  return csv.replace('\ufeff', '').split('\r\n')[0]?.split(',') ?? []
}

describe('dialbook export extensions', () => {
  test('writes all settings under the names of the wire, and no secret', async () => {
    const csv = await exported('extensions')
    assert.deepEqual(titlesOf(csv).slice(0, 4), ['number', 'name', 'active', 'user_type'])
    assert.ok(titlesOf(csv).includes('forward_policy->Busy'))
    assert.ok(!titlesOf(csv).includes('secret'))
    assert.doesNotMatch(csv, new RegExp(secret))
    assert.match(csv, /^0100,"'=Front, ""desk""",yes,SIP,/m)
  })

  test('writes secrets into a private file only', async (t) => {
    const file = join(await makeFolder(t), 'phones.json')
    await fails(/secrets are written into a file only: name it by --out/, 'extensions', '--with-secrets')
    await fails(/a card has no place for secrets/, 'extensions', '--with-secrets', '--format', 'vcf', '--out', file)
    assert.ok(!existsSync(file))
    const said = await exported('extensions', '--with-secrets', '--format', 'json', '--out', file)
    assert.equal(said, `2 extensions are in ${file}, with their secrets: keep it secret\n`)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const [first] = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>[]
    assert.equal(first?.secret, secret)
    assert.equal(first?.['forward_policy->Busy'], '0101')
    writeFileSync(file, 'other', { mode: 0o644 })
    await fails(/phones.json is there already/, 'extensions', '--with-secrets', '--out', file)
  })
})

describe('dialbook export contacts', () => {
  test('writes all fields, with the id by which they come back', async () => {
    const csv = await exported('contacts')
    assert.deepEqual(titlesOf(csv).slice(0, 4), ['_id', 'name', 'number', 'description'])
    assert.match(csv, /^[0-9a-f]{24},علی رضایی,09121112233,/m)
    const cards = await exported('contacts', '--format', 'vcf')
    assert.match(cards, /^BEGIN:VCARD\r\nVERSION:4.0\r\nFN:علی رضایی\r\n[\s\S]*TEL[^\r]*:09121112233\r\n/)
  })
})

describe('dialbook export optouts', () => {
  test('writes who is closed for what, since when and why', async () => {
    const [optOut] = JSON.parse(await exported('optouts', '--format', 'json')) as Record<string, string>[]
    const { since, ...rest } = optOut ?? {}
    assert.match(String(since), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const { author: _, ...told } = rest
    const who = { number: '09121112233', email: '', channel: 'all', source: 'cli' }
    assert.deepEqual(told, { ...who, reason: 'said "no", by phone', unsubscribe_reason: '' })
  })
})

describe('dialbook export all', () => {
  test('writes everything into a folder, and all of it comes back as it is', async (t) => {
    const folder = await makeFolder(t)
    for (const format of ['csv', 'xlsx']) {
      const out = join(folder, format)
      await exported('all', '--out', out, '--format', format, '--with-secrets')
      const before = await newestChange()
      const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
      assert.equal(manifest.secrets, true)
      assert.equal(manifest.change, before)
      const files = manifest.files as { file: string; kind: string; records: number; group?: { name: string } }[]
      assert.deepEqual(
        files.map(({ kind, records }) => [kind, records]),
        [
          ['group', 3],
          ['extensions', 2],
          ['contacts', 1],
          ['optouts', 1],
        ],
      )
      for (const { file, kind, group } of files) {
        const place = join(out, file)
        assert.equal(statSync(place).mode & 0o777, 0o600)
        if (group) await server.cli('import', place, '--group', group.name, '--mode', 'sync')
        else if (kind === 'optouts') await server.cli('optout', 'import', place)
        else await server.cli(kind, 'import', place, '--mode', 'sync')
      }
      assert.equal(await newestChange(), before)
    }
    assert.deepEqual(readdirSync(folder).sort(), ['csv', 'xlsx'])
    await fails(/all of it needs a folder: name one by --out/, 'all')
  })

  test('moves into another account', async (t) => {
    const out = join(await makeFolder(t), 'all')
    await exported('all', '--out', out, '--with-secrets', '--account', 'acme')
    await server.cli('account', 'add', 'other')
    const other = ['--account', 'other']
    await server.cli('extensions', 'import', join(out, 'extensions.csv'), ...other)
    await server.cli('contacts', 'import', join(out, 'contacts.csv'), ...other)
    const [group] = readdirSync(join(out, 'groups'))
    await server.cli('import', join(out, 'groups', String(group)), '--group', 'group', '--create', ...other)
    const again = join(await makeFolder(t), 'again')
    await exported('all', '--out', again, '--with-secrets', ...other)
    const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8')
    assert.equal(read(again, 'extensions.csv'), read(out, 'extensions.csv'))
    assert.equal(read(again, 'groups/1-group.csv'), read(out, `groups/${group}`))
    const withoutId = (text: string) => text.replaceAll(/[0-9a-f]{24}/g, '')
    assert.equal(withoutId(read(again, 'contacts.csv')), withoutId(read(out, 'contacts.csv')))
  })
})
