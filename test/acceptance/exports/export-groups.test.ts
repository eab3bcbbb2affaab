import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { makeFolder } from '../support/command.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'
import { mountDisk, noDisk } from '../support/small-disk.ts'

const bin = resolve(import.meta.dirname, '../../../bin/dialbook.js')
const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)
const exported = (...args: string[]) => server.cli('export', ...args)
const fails = (text: RegExp, ...args: string[]) => assert.rejects(exported(...args), text)
const modeOf = (place: string) => statSync(place).mode & 0o777

const small = await client.addGroup({
  ...{ name: 'Kunden / Süd', name_a: 'Name', description: 'all' },
  phones: [
    { phone: '0912', a: 'Ali, "Boss"\nR', callback_data: 'ref' },
    { phone: '+98912', b: '=1+1' },
  ],
})
const csv = '\ufeffnumber,Name,b,c,d,e,callback_data\r\n0912,"Ali, ""Boss""\nR",,,,,ref\r\n+98912,,\'=1+1,,,,\r\n'

/** A group whose export takes more than a pipe or a small disk holds. */
const many = await client.addGroup({
  name: 'many',
  phones: Array.from({ length: 300_000 }, (_, index) => ({ phone: `+98912${index}` })),
})

/** Starts an export whose end a test decides. */
function start(...args: string[]) {
  return spawn(process.execPath, [bin, 'export', ...args, '--data', server.data], { env: server.env })
}

describe('dialbook export groups', () => {
  test('writes one group to the standard output', async () => {
    assert.equal(await exported('groups', '--group', String(small.id)), csv)
    const objects = JSON.parse(await exported('groups', '--group', 'Kunden / Süd', '--format', 'json')) as object[]
    assert.deepEqual(objects, [
      { number: '0912', Name: 'Ali, "Boss"\nR', b: '', c: '', d: '', e: '', callback_data: 'ref' },
      { number: '+98912', Name: '', b: '=1+1', c: '', d: '', e: '', callback_data: '' },
    ])
    const cards = await exported('groups', '--group', String(small.id), '--format', 'vcf')
    assert.match(cards, /^BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ali\\, "Boss"\\nR\r\nTEL:0912\r\nEND:VCARD\r\nBEGIN:VCARD/)
    await fails(
      /with --json the outcome is printed: name --out, or take --format json/,
      'groups',
      '--group',
      'many',
      '--json',
    )
    await fails(/there is no group 'nobody'/, 'groups', '--group', 'nobody')
  })

  test('writes one group into a file that only its owner reads, and replaces none unasked', async (t) => {
    const file = join(await makeFolder(t), 'out.csv')
    const one = ['groups', '--group', String(small.id), '--out', file]
    assert.equal(await exported(...one), `2 numbers of group ${small.id} 'Kunden / Süd' are in ${file}\n`)
    assert.equal(readFileSync(file, 'utf8'), csv)
    assert.equal(modeOf(file), 0o600)
    await fails(/out.csv is there already: name another file, or give --force/, ...one)
    writeFileSync(file, 'other')
    chmodSync(file, 0o644)
    const { records } = JSON.parse(await exported(...one, '--force', '--json')) as { records: number }
    assert.equal(records, 2)
    assert.equal(readFileSync(file, 'utf8'), csv)
    assert.equal(modeOf(file), 0o600)
    assert.deepEqual(readdirSync(join(file, '..')), ['out.csv'])
  })

  test('writes several groups into a folder, with a manifest', async (t) => {
    const folder = await makeFolder(t)
    const out = join(folder, 'book')
    await exported('groups', '--out', out)
    const files = readdirSync(join(out, 'groups')).sort()
    assert.deepEqual(files, [`${small.id}-Kunden-Süd.csv`, `${many.id}-many.csv`])
    assert.equal(readFileSync(join(out, 'groups', files[0] as string), 'utf8'), csv)
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
    assert.equal(manifest.account, 'acme')
    assert.equal(manifest.secrets, false)
    assert.equal(manifest.files.length, 2)
    const [{ group, ...first }] = manifest.files
    assert.deepEqual(first, { file: `groups/${files[0]}`, kind: 'group', records: 2 })
    assert.deepEqual([group.id, group.name, group.numbers, group.description], [small.id, 'Kunden / Süd', 2, 'all'])
    for (const place of [out, join(out, 'groups')]) assert.equal(modeOf(place), 0o700)
    assert.equal(modeOf(join(out, 'manifest.json')), 0o600)
    assert.deepEqual(readdirSync(folder), ['book'])

    await fails(/book holds an export already: name another folder, or give --force/, 'groups', '--out', out)
    await exported(
      'groups',
      '--group',
      'many',
      '--group',
      'many',
      '--group',
      String(small.id),
      '--out',
      out,
      '--force',
      '--format',
      'json',
    )
    assert.deepEqual(readdirSync(join(out, 'groups')).sort(), [`${small.id}-Kunden-Süd.json`, `${many.id}-many.json`])
    assert.deepEqual(readdirSync(folder), ['book'])
  })

  test('takes an empty folder, and never one with other files', async (t) => {
    const folder = await makeFolder(t)
    const [empty, full] = [join(folder, 'empty'), join(folder, 'full')]
    mkdirSync(empty)
    mkdirSync(full)
    writeFileSync(join(full, 'thesis.txt'), 'precious')
    const two = ['groups', '--group', 'many', '--group', String(small.id)]
    await exported(...two, '--out', empty)
    assert.ok(existsSync(join(empty, 'manifest.json')))
    await fails(/full holds other files, and no export: name another folder/, ...two, '--out', full, '--force')
    await fails(/thesis.txt is a file: name a folder/, ...two, '--out', join(full, 'thesis.txt'), '--force')
    await fails(/several groups need a folder: name one by --out/, ...two)
    await fails(
      /\/dev\/null is no file: name one, or leave --out away/,
      'groups',
      '--group',
      'many',
      '--out',
      '/dev/null',
      '--force',
    )
    await fails(
      /cannot write .*nowhere.*, and nothing of it is left: ENOENT/,
      'groups',
      '--group',
      'many',
      '--out',
      join(folder, 'nowhere', 'x'),
    )
    assert.deepEqual(readdirSync(full), ['thesis.txt'])
  })

  test('ends quietly when nobody reads on', async () => {
    const child = start('groups', '--group', 'many')
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code, signal] = await once(child, 'close')
    assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
  })

  test('leaves nothing when it is stopped', async (t) => {
    for (const args of [
      ['--group', 'many', '--out', 'file.csv'],
      ['--out', 'folder'],
    ]) {
      const folder = await makeFolder(t)
      const watcher = watch(folder)
      const began = once(watcher, 'change')
      const child = start('groups', ...args.with(-1, join(folder, args.at(-1) as string)))
      const printed = once(child.stderr.setEncoding('utf8'), 'data')
      await began
      watcher.close()
      child.kill('SIGINT')
      const [code] = await once(child, 'exit')
      assert.match(String(await printed), /stopped by SIGINT: nothing of the export is left/)
      assert.equal(code, 1)
      assert.deepEqual(readdirSync(folder), [])
    }
  })

  test('says that the disk is full, and leaves nothing', async (t) => {
    const disk = mountDisk(t, 1)
    if (!disk) return t.skip(noDisk)
    for (const args of [
      ['--group', 'many', '--out', join(disk.folder, 'file.csv')],
      ['--out', join(disk.folder, 'folder')],
    ]) {
      await fails(/cannot write .*, and nothing of it is left: ENOSPC/, 'groups', ...args)
      assert.deepEqual(readdirSync(disk.folder), [])
    }
  })

  test('says that its output goes to a full disk', { skip: !existsSync('/dev/full') }, () => {
    const command = `exec ${process.execPath} ${bin} export groups --group many --data ${server.data} > /dev/full`
    const { status, stderr } = spawnSync('sh', ['-c', command], { env: server.env, encoding: 'utf8' })
    assert.match(stderr, /^dialbook: cannot write to the standard output: .*ENOSPC.*\n$/)
    assert.equal(status, 1)
  })
})
