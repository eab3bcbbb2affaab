import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Server } from '../support/server.ts'
import { Client, startSimotel } from '../support/simotel.ts'
import { type CommandLine, type Counted, commandLine } from './command-line.ts'

interface Shown {
  readonly id: number
  readonly hexId: string
  readonly [field: string]: unknown
}

describe('dialbook contacts', () => {
  let server: Server
  let cli: CommandLine
  before(async () => {
    server = await startSimotel()
    cli = await commandLine(server)
  })
  after(async () => {
    await server.stop()
    await cli.remove()
  })

  /** All contacts, as another program sees them at this moment. */
  const contacts = async (): Promise<readonly { readonly name: string; readonly number: string }[]> => {
    const search = { alike: true, conditions: {}, pagination: { start: 0, count: 10_000, sorting: { _id: 1 } } }
    return (await new Client(server).data<{ data: [] }>('autodialer/contacts/search', search)).data
  }
  const importRows = async (lines: readonly string[], ...args: string[]): Promise<Counted> => {
    await cli.write('people.csv', lines.join('\n'))
    return cli.json<Counted>('contacts', 'import', 'people.csv', ...args)
  }

  it('imports what address books write, beside a running server, and an undo takes it back', async () => {
    const before = JSON.stringify(await contacts())
    const google = await importRows([
      'First Name,Middle Name,Last Name,Organization Name,E-mail 1 - Value,Phone 1 - Value,Notes,Address 1 - Country',
      'Ali,Reza,Karimi,,ali@example.org,0912 111 2233,"vip, since 2020",Germany',
      ',,,ACME,,+49 (0) 30 1234567,,',
    ])
    assert.deepEqual([google.lines, google.added], [2, 2], JSON.stringify(google))
    const shown = await cli.json<Shown>('contacts', 'show', 'ali@example.org')
    assert.deepEqual(
      [shown.name, shown.FirstName, shown.LastName, shown.number, shown.description, shown.Country],
      ['Ali Reza Karimi', 'Ali Reza', 'Karimi', '09121112233', 'vip, since 2020', 'DE'],
    )
    assert.match(await cli.ok('contacts', 'show', '+49 30 1234567'), /^name +ACME$/m)
    await cli.ok('changes', 'undo', String(google.change))
    assert.equal(JSON.stringify(await contacts()), before)
  })

  it('imports cards', async () => {
    const card = (name: string, ...more: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', `FN:${name}`, ...more, 'END:VCARD']
    const lines = [
      ...card('Hans Meier', 'N:Meier;Hans;;;', 'TEL;TYPE=CELL:+49 171 1234567', 'EMAIL:hans@example.de', 'NOTE:a\\, b'),
      ...card('Nobody'),
    ]
    await cli.write('people.vcf', lines.join('\r\n'))
    const counted = await cli.json<Counted>('contacts', 'import', 'people.vcf')
    assert.equal(counted.added, 2, JSON.stringify(counted))
    const again = await cli.json<Counted>('contacts', 'import', 'people.vcf')
    assert.deepEqual([again.unchanged, again.written], [2, false])
    const shown = await cli.json<Shown>('contacts', 'show', 'Hans Meier')
    assert.deepEqual([shown.number, shown.Email, shown.description], ['+491711234567', 'hans@example.de', 'a, b'])
    await cli.ok('contacts', 'remove', 'Hans Meier', 'Nobody')
  })

  it('knows a contact again by address, number or id, and empties a field where the cell says so', async () => {
    await importRows(['name,number,Email,City', 'Ali,0912 111 2233,ali@example.org,Yazd', 'Sara,021 555,,Qom'])
    const second = await importRows(
      [
        'name,number,Email,City',
        'Ali Reza,,ALI@example.org,(none)',
        'Sara,021555,,',
        'Sara,021555,,',
        'Sara,021555,,Tehran',
      ],
      '--bad',
      'skip',
    )
    assert.deepEqual([second.updated, second.unchanged, second.repeated, second.rejected], [1, 1, 1, 1])
    assert.match(second.rejects[0]?.reason ?? '', /is that of line 4, which says something else/)
    const { hexId, name, City } = await cli.json<Shown>('contacts', 'show', 'ali@example.org')
    assert.deepEqual([name, City], ['Ali Reza', ''])
    const third = await importRows(['_id,name', `${hexId},Reza`])
    assert.equal(third.updated, 1)
    await cli.ok('contacts', 'remove', 'Reza', '021555')
  })

  it('puts contacts into a group, and takes others out of it', async () => {
    await cli.ok('groups', 'add', 'friends')
    await importRows(['name,number', 'Ali,1', 'Sara,2'], '--group', 'friends')
    const synced = await importRows(['name,number', 'Sara,2', 'Mina,3'], '--group', 'friends', '--mode', 'sync')
    assert.deepEqual([synced.added, synced.unchanged, synced.removed], [1, 1, 1])
    const groupsOf = async (named: string) =>
      (await cli.json<{ groups: { name: string }[] }>('contacts', 'show', named)).groups.map(({ name }) => name)
    assert.deepEqual(
      [await groupsOf('Ali'), await groupsOf('Sara'), await groupsOf('Mina')],
      [[], ['friends'], ['friends']],
    )
    await cli.ok('changes', 'undo', String(synced.change))
    assert.deepEqual([await groupsOf('Ali'), await groupsOf('Sara')], [['friends'], ['friends']])
    const none = await cli.run('contacts', 'import', 'people.csv', '--group', 'nobody')
    assert.match(none.stderr, /there is no group 'nobody'/)
    await cli.ok('contacts', 'remove', 'Ali', 'Sara')
  })

  it('lists in pages, finds by name, address or number, edits and removes', async () => {
    await importRows([
      'name,number,Email',
      'Ali,0912 111 2233,ali@example.org',
      'Sara,021 5556667,',
      'Alina,,x@example.org',
    ])
    const list = (...args: string[]) =>
      cli.json<{ contacts: Shown[]; next: number | null }>('contacts', 'list', ...args)
    const names = async (...args: string[]) => (await list(...args)).contacts.map(({ name }) => name)
    assert.deepEqual(await names('--search', 'ALI'), ['Ali', 'Alina'])
    assert.deepEqual(await names('--search', '021 5556667'), ['Sara'])
    assert.deepEqual(await names('--search', 'example.org'), ['Ali', 'Alina'])
    const page = await list('--search', 'example.org', '--limit', '1')
    assert.deepEqual(await names('--search', 'example.org', '--after', String(page.next)), ['Alina'])
    const edited = await cli.json<Shown>(
      'contacts',
      'edit',
      'Sara',
      '--set',
      'Country=Iran',
      '--set',
      'CustomField3=x',
      '--set',
      'LastName=B',
    )
    assert.deepEqual([edited.name, edited.Country, edited.CustomField3], ['Sara B', 'IR', 'x'])
    await cli.ok('changes', 'undo', String(edited.change))
    assert.deepEqual(await names('--search', 'sara'), ['Sara'])
    const failures: readonly (readonly [string[], RegExp])[] = [
      [['edit', 'Sara'], /say what to change, with --set field=value/],
      [['edit', 'Sara', '--set', 'Country=Nowhere'], /Country must be a country, in two letters or by its name/],
      [['edit', 'Sara', '--set', 'colour=red'], /there is no field 'colour': there are name, number, /],
      [['show', 'Nobody'], /there is no contact 'Nobody': give its id, its hex id/],
      [['remove', 'Sara', 'Nobody'], /there is no contact 'Nobody'/],
    ]
    for (const [args, message] of failures) {
      const { code, stderr } = await cli.run('contacts', ...args)
      assert.equal(code, 1, args.join(' '))
      assert.match(stderr, message)
    }
    const removed = await cli.json<{ change: number }>('contacts', 'remove', 'Sara', 'ali@example.org', 'Alina')
    assert.deepEqual(await names('--search', 'ali'), [])
    await cli.ok('changes', 'undo', String(removed.change))
    assert.deepEqual(await names('--search', 'ali'), ['Ali', 'Alina'])
  })
})
