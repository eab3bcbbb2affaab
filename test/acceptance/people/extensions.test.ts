import assert from 'node:assert/strict'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Server } from '../support/server.ts'
import { Client, startSimotel } from '../support/simotel.ts'
import { type CommandLine, type Counted, commandLine, quoted } from './command-line.ts'

interface User {
  readonly _id: string
  readonly [field: string]: unknown
}

describe('dialbook extensions', () => {
  let server: Server
  let cli: CommandLine
  const seen: string[] = []
  before(async () => {
    server = await startSimotel()
    cli = await commandLine(server, seen)
  })
  after(async () => {
    await server.stop()
    await cli.remove()
  })

  /** All users, as another program sees them at this moment. */
  const users = async (): Promise<User[]> => {
    return new Client(server).data<User[]>('pbx/users/search', { alike: true, conditions: {} })
  }
  const userOf = async (number: string) => (await users()).find((user) => user.number === number)
  const importRows = async (lines: readonly string[], ...args: string[]): Promise<Counted> => {
    await cli.write('users.csv', lines.join('\r\n'))
    return cli.json<Counted>('extensions', 'import', 'users.csv', ...args)
  }

  it('imports every field, beside a running server, and an undo takes it back', async () => {
    const before = JSON.stringify(await users())
    const titles = [
      ...['user_type', 'active', 'name', 'number', 'cid_number', 'secret', 'call_record', 'push_notification', 'deny'],
      ...['permit', 'dtmfmode', 'canreinvite', 'directmedia', 'context', 'host', 'type', 'nat', 'port', 'qualify'],
      ...['callgroup', 'pickupgroup', 'callcounter', 'faxdetect', 'call_limit', 'trunk', 'transfer', 'email'],
      ...['forward_policy->Busy', 'forward_policy->No Answer', 'forward_policy->UnAvailable', 'forward_policy->All'],
      ...['more_options', 'description'],
    ]
    const cells = [
      ...['IAX2', 'no', 'Test "User"; a', '530', '531', 'a-long-secret', 'yes', 'yes', '10.0.0.0/255.0.0.0'],
      ...[
        '10.1.0.0/16,10.2.0.0/16',
        'inband',
        'yes',
        'yes',
        'sales',
        'sip.example',
        'peer',
        'force_rport,comedia',
        '5070',
        'yes',
      ],
      ...['1,3-5', '(none)', 'yes', 'yes', '2', 'yes', 'mediaonly', 'a@b.example'],
      ...['571', '0915 831 5762', '*43', '+49 (0) 30 1234'],
      ...['allow=ulaw\ncallerid=5', 'two\nlines'],
    ]
    const counted = await importRows([titles.join(), cells.map(quoted).join()])
    assert.deepEqual([counted.lines, counted.added, counted.written], [1, 1, true])
    const { _id, date, queues, secret, ...user } = (await userOf('530')) ?? assert.fail()
    assert.deepEqual(user, {
      ...{ user_type: 'IAX2', active: 'no', name: 'Test "User"; a', number: '530', cid_number: '531' },
      ...{
        call_record: 'yes',
        push_notification: 'yes',
        deny: '10.0.0.0/255.0.0.0',
        permit: '10.1.0.0/16,10.2.0.0/16',
      },
      ...{ dtmfmode: 'inband', canreinvite: 'yes', directmedia: 'yes', context: 'sales', host: 'sip.example' },
      ...{
        type: 'peer',
        nat: 'force_rport,comedia',
        port: '5070',
        qualify: 'yes',
        callgroup: '1,3-5',
        pickupgroup: '',
      },
      ...{ callcounter: 'yes', faxdetect: 'yes', call_limit: '2', trunk: 'yes', transfer: 'mediaonly' },
      email: 'a@b.example',
      forward_policy: { Busy: '571', 'No Answer': '09158315762', UnAvailable: '*43', All: '+49301234' },
      ...{ more_options: 'allow=ulaw\ncallerid=5', description: 'two\nlines' },
    })
    const shown = await cli.json<Record<string, string>>('extensions', 'show', '530', '--with-secret')
    assert.deepEqual([shown.secret, shown.pickupgroup, shown.port], ['a-long-secret', '(none)', '5070'])
    assert.match(await cli.ok('extensions', 'show', '530'), /^secret +\*{6}$/m)
    await cli.ok('changes', 'undo', String(counted.change))
    assert.equal(JSON.stringify(await users()), before)
  })

  it('leaves a field as it is where the cell is empty, and empties it where the cell says so', async () => {
    await importRows(['number,name,secret,email,call_limit,active', '540,Ali,a-long-secret,a@b.example,2,no'])
    const kept = await importRows(['number,name,email,call_limit,active,secret', '540,,,,,******', '540.0,Ali,,,,'])
    assert.deepEqual([kept.unchanged, kept.rejected, kept.written], [1, 1, false], JSON.stringify(kept))
    const emptied = await importRows(['number,email,call_limit', '540,(none),(none)'])
    assert.equal(emptied.updated, 1)
    const user = await userOf('540')
    assert.deepEqual([user?.name, user?.email, user?.call_limit, user?.active], ['Ali', '', '', 'no'])
    const policy = quoted('{"Busy":"571","All":2121}')
    assert.equal((await importRows(['number,forward_policy', `540,${policy}`])).updated, 1)
    assert.deepEqual((await userOf('540'))?.forward_policy, {
      Busy: '571',
      'No Answer': '',
      UnAvailable: '',
      All: '2121',
    })
    await cli.ok('extensions', 'remove', '540')
  })

  it('reads titles and words of people', async () => {
    const german = await importRows(['Nebenstelle;Anzeigename;Kennwort;Aktiv', '550;Jürgen;ein-geheimnis;nein'])
    assert.equal(german.added, 1, JSON.stringify(german))
    const persian = await importRows(['شماره داخلی,نام,رمز عبور,فعال', '۵۵۱,علی,a-long-secret,خیر'])
    assert.equal(persian.added, 1, JSON.stringify(persian))
    assert.deepEqual(
      (await users())
        .filter(({ number }) => String(number).startsWith('55'))
        .map(({ number, name, active }) => [number, name, active]),
      [
        ['550', 'Jürgen', 'no'],
        ['551', 'علی', 'no'],
      ],
    )
    await cli.ok('extensions', 'remove', '550', '551')
  })

  it('refuses everything for a bad line, or skips it, and gives the lines back to mend, without their secrets', async () => {
    const lines = [
      'Number;Name;Secret;Voicemail PIN',
      '560;Ali;hidden-secret-1;4711-4711',
      '56x;Sara;hidden-secret-2;4711-4712',
      '561;;hidden-secret-3;',
    ]
    await cli.write('bad.csv', lines.join('\n'))
    const refused = await cli.run('extensions', 'import', 'bad.csv', '--report', 'report.json', '--fix-me', 'fix.csv')
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /2 of 3 lines cannot be taken: mend them, or leave them out by --bad skip/)
    assert.match(refused.stdout, /line 3 of bad\.csv: Number "56x" must be 1 to 30 digits/)
    assert.equal(await userOf('560'), undefined)
    const skipped = await cli.run(
      'extensions',
      'import',
      'bad.csv',
      '--bad',
      'skip',
      '--report',
      'report.json',
      '--fix-me',
      'fix.csv',
    )
    assert.equal(skipped.code, 3)
    assert.notEqual(await userOf('560'), undefined)
    const report = JSON.parse(await cli.read('report.json')) as Counted
    assert.deepEqual([report.lines, report.added, report.rejected], [3, 1, 2])
    assert.deepEqual(
      report.rejects.map(({ line, column }) => [line, column]),
      [
        [3, 'Number'],
        [4, 'Name'],
      ],
    )
    const fix = await cli.read('fix.csv')
    assert.match(fix, /^\ufeff?Number;Name;Secret;Voicemail PIN;reason;line\r?\n56x;Sara;\*{6};\*{6};/)
    const mended = fix.replace('56x', '562').replace('561;', '561;Mina').replaceAll('******', 'another-secret')
    await cli.write('mended.csv', mended)
    const done = await cli.json<Counted>('extensions', 'import', 'mended.csv')
    assert.deepEqual([done.added, done.rejected], [2, 0], JSON.stringify(done))
    const told = [
      fix,
      await cli.read('report.json'),
      await cli.ok('changes', 'list', '--json'),
      ...seen,
      server.stderr(),
    ].join()
    assert.doesNotMatch(told, /hidden-secret|4711-471[12]/)
    assert.equal((await stat(join(cli.folder, 'report.json'))).mode & 0o777, 0o600)
    await cli.ok('extensions', 'remove', '560', '561', '562')
  })

  it('makes up secrets, and writes them into a file of its owner only', async () => {
    await importRows(['number,name', '570,Ali', '571,Sara'], '--generate-secrets', '--secrets', 'made.csv')
    const [title, ...made] = (await cli.read('made.csv')).trim().split('\n')
    assert.equal(title, 'number,secret')
    assert.deepEqual(
      made.map((line) => line.slice(0, 4)),
      ['570,', '571,'],
    )
    const [secret = ''] = made.map((line) => line.slice(4))
    assert.match(secret, /^[A-Za-z0-9]{24}$/)
    assert.equal((await stat(join(cli.folder, 'made.csv'))).mode & 0o777, 0o600)
    assert.ok(!seen.join().includes(secret), 'a made up secret was printed')
    const shown = await cli.json<Record<string, string>>('extensions', 'show', '570', '--with-secret')
    assert.equal(shown.secret, secret)
    seen.length = 0
    const again = await cli.run('extensions', 'import', 'users.csv', '--generate-secrets', '--secrets', 'made.csv')
    assert.match(again.stderr, /made\.csv is there already: name another file/)
    await cli.ok('extensions', 'remove', '570', '571')
  })

  it('makes the extensions equal to the file, or takes out what it names, as one change', async () => {
    const lines = ['number,name', '580,Ali', '581,Sara', '582,Reza']
    await importRows(lines, '--generate-secrets')
    const was = JSON.stringify(await users())
    const dry = await importRows(lines.slice(0, 3), '--mode', 'sync', '--dry-run')
    assert.deepEqual([dry.unchanged, dry.removed, dry.written], [2, 1, false])
    const synced = await importRows(lines.slice(0, 3), '--mode', 'sync')
    assert.equal(synced.removed, 1)
    assert.equal(await userOf('582'), undefined)
    await cli.ok('changes', 'undo', String(synced.change))
    assert.equal(JSON.stringify(await users()), was)
    const taken = await importRows(['number', '580', '580', '589'], '--mode', 'remove')
    assert.deepEqual([taken.updated, taken.repeated, taken.unchanged, taken.removed], [1, 1, 1, 1])
    await cli.ok('changes', 'undo', String(taken.change))
    assert.equal(JSON.stringify(await users()), was)
    await cli.ok('extensions', 'remove', '580', '581', '582')
  })

  it('adds a range with names of a pattern, unless a number is taken', async () => {
    const added = await cli.json<{ added: string[]; change: number }>(
      ...[
        'extensions',
        'add',
        '0098..0101',
        '--name',
        'Desk {number}',
        '--set',
        'active=no',
        '--set',
        'forward_policy->All=530',
      ],
    )
    assert.deepEqual(added.added, ['0098', '0099', '0100', '0101'])
    const user = await userOf('0099')
    assert.deepEqual(
      [user?.name, user?.active, user?.forward_policy],
      ['Desk 0099', 'no', { Busy: '', 'No Answer': '', UnAvailable: '', All: '530' }],
    )
    const taken = await cli.run('extensions', 'add', '0100..0103')
    assert.equal(taken.code, 1)
    assert.match(taken.stderr, /2 of the numbers are taken: 0100, 0101; --skip-taken leaves them as they are/)
    const rest = await cli.json<{ added: string[]; taken: string[] }>('extensions', 'add', '0100..0103', '--skip-taken')
    assert.deepEqual(
      [rest.added, rest.taken],
      [
        ['0102', '0103'],
        ['0100', '0101'],
      ],
    )
    for (const bad of ['299..200', '1..00', '200-299', '1..99999', 'a']) {
      assert.equal((await cli.run('extensions', 'add', bad)).code, 2, bad)
    }
    assert.match((await cli.run('extensions', 'add', '700', '--set', 'secret=x')).stderr, /a secret is no argument/)
    assert.match(
      (await cli.run('extensions', 'add', '700', '--set', 'port=0')).stderr,
      /port must be a port from 1 to 65535/,
    )
    await cli.ok('extensions', 'remove', '0098', '0099', '0100', '0101', '0102', '0103')
  })

  it('lists in pages, finds by number or name, edits and removes', async () => {
    await cli.ok('extensions', 'add', '800..804', '--name', 'Desk {number}')
    await cli.ok('extensions', 'edit', '803', '--set', 'name=Reception', '--set', 'call_limit=3')
    const list = (...args: string[]) =>
      cli.json<{ extensions: { id: number; number: string }[]; next: number | null }>('extensions', 'list', ...args)
    const numbers = async (...args: string[]) => (await list(...args)).extensions.map(({ number }) => number)
    assert.deepEqual(await numbers('--search', 'desk'), ['800', '801', '802', '804'])
    assert.deepEqual(await numbers('--search', 'RECEP'), ['803'])
    const page = await list('--search', '80', '--limit', '2')
    assert.deepEqual(
      page.extensions.map(({ number }) => number),
      ['800', '801'],
    )
    assert.deepEqual(await numbers('--search', '80', '--after', String(page.next)), ['802', '803', '804'])
    await writeFile(join(cli.folder, 'secret'), 'quite-another-secret\n')
    const edited = await cli.json<Record<string, unknown>>(
      ...['extensions', 'edit', '803', '--set', 'call_limit=', '--secret-file', 'secret'],
    )
    assert.deepEqual([edited.call_limit, edited.secret], ['', '******'])
    await cli.ok('changes', 'undo', String(edited.change))
    assert.equal((await userOf('803'))?.call_limit, '3')
    const failures: readonly (readonly [string[], RegExp])[] = [
      [['edit', '803'], /say what to change, with --set field=value/],
      [['edit', '803', '--set', 'number=800'], /another extension has the number 800/],
      [['edit', '803', '--set', 'colour=red'], /there is no field 'colour': there are number, name, /],
      [['edit', '999', '--set', 'name=x'], /no such extension as '999'; `dialbook extensions list` names/],
      [['remove', '800', '999'], /there is no extension 999: none was removed/],
      [['import', 'no-such-file.csv'], /cannot read the file/],
    ]
    for (const [args, message] of failures) {
      const { code, stderr } = await cli.run('extensions', ...args)
      assert.equal(code, 1, args.join(' '))
      assert.match(stderr, message)
    }
    const removed = await cli.json<{ change: number }>('extensions', 'remove', '800', '801', '802', '803', '804')
    assert.deepEqual(await numbers('--search', '80'), [])
    await cli.ok('changes', 'undo', String(removed.change))
    assert.equal((await numbers('--search', '80')).length, 5)
  })
})
