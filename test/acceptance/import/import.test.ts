import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Imports, startImports } from '../support/imports.ts'

describe('dialbook import', () => {
  let imports: Imports
  const ends: (() => unknown)[] = []
  before(async () => {
    imports = await startImports({ after: (end) => ends.push(end) })
  })
  after(async () => {
    for (const end of ends.reverse()) await end()
  })

  it('adds, syncs and removes beside a server, and each is undone', async () => {
    const { id, name } = await imports.client.addGroup({
      description: 'kept',
      name_a: 'Name',
      phones: [
        { phone: '0911', a: 'Ali', b: 'x' },
        { phone: '0912', a: 'Sara' },
      ],
    })
    const before = await imports.rows(id)
    const file = await imports.file('june.csv', 'Mobile;name;City\n0913;Reza;Qom\n0912;"Sara; B";\n0913;again;\n')
    const dry = await imports.report(0, file, '--group', name, '--dry-run')
    assert.deepEqual(await imports.rows(id), before)
    const { lines, added, updated, unchanged, repeated, rejected, removed } = await imports.report(
      0,
      file,
      '--group',
      name,
    )
    assert.deepEqual([lines, added, updated, unchanged, repeated, rejected, removed], [3, 1, 1, 0, 1, 0, 0])
    assert.deepEqual([dry.added, dry.updated, dry.repeated, dry.files], [1, 1, 1, dry.files])
    assert.deepEqual(dry.files[0]?.columns, { a: 'name', b: 'City' })
    assert.deepEqual(await imports.rows(id), [
      ['0911', 'Ali', 'x'],
      ['0912', 'Sara; B'],
      ['0913', 'Reza', 'Qom'],
    ])
    const group = await imports.client.group(id)
    assert.deepEqual([group.description, group.count_items], ['kept', 3])
    const { stdout } = await imports.dialbook('changes', 'list', '--limit', '1')
    assert.match(
      stdout,
      /group update ".+" {2}import of "june\.csv": 1 added, 1 updated, 0 removed, count: 2 → 3, columns\.b: – → "City"/,
    )

    const synced = await imports.feed('0914\n0913\n', 'import', '-', '--group', String(id), '--mode', 'sync')
    assert.equal(synced.code, 0)
    assert.match(
      synced.stdout,
      /2 lines = 1 added \+ 0 updated \+ 1 unchanged \+ 0 repeated \+ 0 rejected; 2 numbers went\n"standard input"/,
    )
    assert.deepEqual(await imports.rows(id), [['0914'], ['0913', 'Reza', 'Qom']])
    const gone = await imports.feed('0914\n0999\n', 'import', '-', '--group', String(id), '--mode', 'remove', '--json')
    assert.deepEqual(
      [JSON.parse(gone.stdout).updated, JSON.parse(gone.stdout).unchanged, JSON.parse(gone.stdout).removed],
      [1, 1, 1],
    )
    assert.deepEqual(await imports.rows(id), [['0913', 'Reza', 'Qom']])

    const changes = JSON.parse((await imports.dialbook('changes', 'list', '--limit', '3', '--json')).stdout)
    for (const { number } of changes) assert.equal((await imports.dialbook('changes', 'undo', String(number))).code, 0)
    assert.deepEqual(await imports.rows(id), before)
  })

  it('writes what was not taken into a report, and into a file that can be mended and imported', async () => {
    const file = await imports.file('bad.csv', 'name;phone\nAli;0911\n"B;C";abc\n;\n"D""";0912;more\n"=1+1";"1\n2"\n')
    const [report, fixMe] = [join(imports.folder, 'report.json'), join(imports.folder, 'mend.csv')]
    const args = [file, '--group', 'mended', '--create', '--report', report, '--fix-me', fixMe]
    const refused = await imports.dialbook('import', ...args)
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /since 2 of 4 lines cannot be: line 3, phone: "abc" has no digit; line 6, .*; mend them in .*mend\.csv, or leave them out with --bad skip\n$/,
    )
    const told = JSON.parse(await readFile(report, 'utf8'))
    assert.deepEqual(
      [told.lines, told.added, told.rejected, told.refused.slice(0, 20)],
      [4, 2, 2, 'nothing was imported'],
    )
    const dry = await imports.dialbook('import', ...args, '--dry-run')
    assert.equal(dry.code, 1)
    assert.match(dry.stdout, /^would be refused: 4 lines = 2 added \+ .* 2 rejected\n.*\n"bad\.csv" line 3, /)
    const skipped = await imports.dialbook('import', ...args, '--bad', 'skip')
    assert.equal(skipped.code, 3)
    assert.match(
      skipped.stdout,
      /4 lines = 2 added \+ 0 updated \+ 0 unchanged \+ 0 repeated \+ 2 rejected\n.*\n"bad\.csv" line 3, "phone": "abc" has no digit/,
    )
    const { rejects, group } = JSON.parse(await readFile(report, 'utf8'))
    assert.deepEqual(
      rejects.map(({ line, column, value, cells }: Record<string, unknown>) => [line, column, value, cells]),
      [
        [3, 'phone', 'abc', ['B;C', 'abc']],
        [6, 'phone', '1\n2', ['=1+1', '1\n2']],
      ],
    )
    assert.equal((await stat(fixMe)).mode & 0o777, 0o600)
    const text = await readFile(fixMe, 'utf8')
    const two = 'holds more than one number: write each into a field of its own'
    assert.equal(text, `\ufeffname;phone;;reason;line\r\n"B;C";abc;;has no digit;3\r\n'=1+1;"1\n2";;${two};6\r\n`)
    const mended = await imports.file('mended.csv', text.replace('abc', '0914').replace('"1\n2"', '0915'))
    const again = await imports.report(0, mended, '--group', 'mended')
    assert.deepEqual([again.lines, again.added, again.files[0]?.left], [2, 2, []])
    assert.deepEqual(await imports.rows(group.id), [
      ['0911', 'Ali'],
      ['0912', 'D"', 'more'],
      ['0914', 'B;C'],
      ['0915', '=1+1'],
    ])
  })

  it('refuses to sync with a line that cannot be taken, also when told to skip it, and says what to do', async () => {
    await imports.report(0, await imports.file('whole.csv', '0911\n0912\n'), '--group', 'kept', '--create')
    const file = await imports.file('typo.csv', '0911\nO912\n')
    for (const bad of ['refuse', 'skip']) {
      const refused = await imports.dialbook('import', file, '--group', 'kept', '--mode', 'sync', '--bad', bad)
      assert.equal(refused.code, 1)
      assert.match(
        refused.stderr,
        /line 2, .*; sync would take out the numbers that they should have; mend them \(--fix-me .*\), or use --mode add\n$/,
      )
    }
    const exported = await imports.dialbook('export', 'groups', '--group', 'kept', '--format', 'csv')
    assert.match(exported.stdout, /\r\n0911,+\r\n0912,+\r\n$/)
  })

  it('asks for the column when two may be it, and takes it by title, letter or position', async () => {
    const file = await imports.file('two.csv', 'Home Phone,Mobile\n0911,0912\n')
    const asked = await imports.dialbook('import', file, '--group', 'two', '--create')
    assert.equal(asked.code, 1)
    assert.match(
      asked.stderr,
      /the columns "Home Phone", "Mobile" all look like numbers: say which one holds them with --number COLUMN/,
    )
    for (const [column, number] of [
      ['mobile', '0912'],
      ['A', '0911'],
      ['2', '0912'],
    ] as const) {
      const { group } = await imports.report(0, file, '--group', `two ${column}`, '--create', '--number', column)
      assert.equal((await imports.rows(group?.id ?? 0))[0]?.[0], number)
    }
    assert.match(
      (await imports.dialbook('import', file, '--group', 'x', '--create', '--number', 'Fax')).stderr,
      /no column "Fax": there are "Home Phone", "Mobile"/,
    )
    const named = await imports.report(
      0,
      file,
      '--group',
      'named',
      '--create',
      '--number',
      'B',
      '--column',
      'c=Home Phone',
    )
    assert.deepEqual(named.files[0]?.columns, { c: 'Home Phone' })
    assert.equal((await imports.dialbook('import', file, '--group', 'x', '--column', 'f=Mobile')).code, 2)
    assert.equal((await imports.dialbook('import', file)).code, 2)
  })

  it('takes several files as one import, and names the file at fault', async () => {
    const one = await imports.file('one.csv', 'phone,name\n0911,A\n')
    const two = await imports.file('two.txt', '0912\n0911\n')
    const { group, added, repeated, files } = await imports.report(0, one, two, '--group', 'several', '--create')
    assert.deepEqual([added, repeated, files.map(({ name }) => name)], [2, 1, ['one.csv', 'two.txt']])
    assert.deepEqual(await imports.rows(group?.id ?? 0), [['0911', 'A'], ['0912']])
    const list = JSON.parse((await imports.dialbook('changes', 'list', '--subject', 'several', '--json')).stdout)
    assert.equal(list.length, 1)
    const empty = await imports.file('empty.csv', '')
    assert.match(
      (await imports.dialbook('import', one, empty, '--group', 'several')).stderr,
      /^dialbook: empty\.csv: the file is empty/,
    )
    assert.match(
      (await imports.dialbook('import', one, two, '--group', 'several', '--fix-me', 'f')).stderr,
      /--fix-me goes with one file only/,
    )
    assert.match(
      (await imports.dialbook('import', one, '--group', 'several', '--report', one)).stderr,
      /--report names a file that is used already/,
    )
    assert.match(
      (await imports.dialbook('import', 'missing.csv', '--group', 'several')).stderr,
      /cannot read the file: ENOENT/,
    )
    assert.match(
      (await imports.dialbook('import', '-', '-', '--group', 'several')).stderr,
      /standard input can be read once only/,
    )
  })

  it('refuses a name that several groups have, with their ids', async () => {
    const ids = [await imports.client.addGroup({ name: 'same' }), await imports.client.addGroup({ name: 'same' })].map(
      ({ id }) => id,
    )
    const file = await imports.file('f.csv', '0911\n')
    const { code, stderr } = await imports.dialbook('import', file, '--group', 'same', '--create')
    assert.equal(code, 1)
    for (const id of ids) assert.ok(stderr.includes(` ${id} (`), stderr)
    assert.equal((await imports.report(0, file, '--group', String(ids[1]))).group?.id, ids[1])
  })

  it('leaves no file beside those that were asked for', async () => {
    const file = await imports.file('good.csv', '0911\n')
    const fixMe = join(imports.folder, 'none.csv')
    await imports.report(0, file, '--group', 'good', '--create', '--fix-me', fixMe)
    assert.ok(!existsSync(fixMe))
    const missing = await imports.dialbook(
      'import',
      file,
      '--group',
      'good',
      '--report',
      join(imports.folder, 'no/where'),
    )
    assert.match(missing.stderr, /cannot write the file of --report: ENOENT/)
  })
})
