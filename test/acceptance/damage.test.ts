import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, it } from 'node:test'
import { makeFolder, run } from './support/command.ts'
import { send } from './support/http.ts'
import { Lox24Client, startLox24 } from './support/lox24.ts'
import { Client, failed, sampleKey } from './support/simotel.ts'

const server = await startLox24({
  prepare: [
    ['key', 'add', 'simotel', '--account', 'acme', '--auth', 'basic', '--username', 'test', '--password', 'Aa123456'],
  ],
})
after(() => server.stop())
server.audit.expect(500)
const lox24 = new Lox24Client(server)
const simotel = new Client(server, { ...sampleKey, auth: 'basic' })
/** So many that their chunk has a row of its own. */
const phones = Array.from({ length: 90 }, (_, index) => String(491_510_001_000 + index))

/** Does something to the file of the book, as a broken disk might. */
function atFile<T>(act: (book: DatabaseSync) => T): T {
  const book = new DatabaseSync(join(server.data, 'book.db'), { timeout: 5000 })
  // The index of texts follows the names, by a function that only the program has.
  book.function('grams', { varargs: true }, () => '')
  try {
    return act(book)
  } finally {
    book.close()
  }
}

/** Flips a bit in the chunk of a group. Returns the id of the chunk. */
function flipChunk(groupId: number): string {
  return atFile((book) => {
    const list = book
      .prepare('select chunks from lists join groups on lists.id = list_id where groups.id = ?')
      .get(groupId)
    const chunkId = JSON.parse(String(list?.chunks))[0][0] as string
    const bytes = Uint8Array.from(
      book.prepare('select bytes from chunks where id = ?').get(chunkId)?.bytes as Uint8Array,
    )
    bytes[9] = (bytes[9] as number) ^ 1
    book.prepare('update chunks set bytes = ? where id = ?').run(bytes, chunkId)
    return chunkId
  })
}

async function addGroup(name: string): Promise<number> {
  const { id } = await lox24.addGroup({ name, phones: phones.map((phone) => ({ phone })) })
  return id
}

async function logged(pattern: RegExp): Promise<void> {
  while (!pattern.test(server.stderr())) await new Promise((resolve) => setImmediate(resolve))
}

async function damagedTotal(): Promise<number> {
  const { text } = await send(server, { path: '/metrics', method: 'GET' })
  return [...text.matchAll(/^dialbook_damaged_total\{.*\} (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
}

/** Runs a command beside the server. */
const command = (...args: readonly string[]) => run(server.data, [...args, '--data', server.data])

describe('a damaged list', () => {
  it('is refused in the way of each vendor, logged and counted, and no other list is', async () => {
    const id = await addGroup('broken')
    const other = await addGroup('good')
    const hexId = String(atFile((book) => book.prepare('select hex_id from groups where id = ?').get(id))?.hex_id)
    const chunkId = flipChunk(id)
    const answer = await lox24.call<{ detail: string }>('GET', `/groups/${id}/phones`)
    assert.equal(answer.status, 500)
    assert.equal(answer.body.detail, 'Internal Server Error')
    assert.ok(!/4915/.test(answer.text))
    const add = await lox24.call('POST', `/groups/${id}/phones`, { phone: '491510000009' })
    assert.equal(add.status, 500)
    const update = await simotel.call('autodialer/groups/update', { _id: hexId, name: 'broken' })
    assert.equal(update.status, 500)
    assert.deepEqual(JSON.parse(update.text), { success: 0, message: failed, data: '' })
    assert.equal((await lox24.phones(other)).length, 90)
    await logged(
      new RegExp(`"account":1,"groups":\\[${id}\\],"table":"chunks","row":"${chunkId}".*the book is damaged`),
    )
    assert.ok((await damagedTotal()) >= 3)

    const verify = await command('verify')
    assert.equal(verify.code, 1)
    assert.equal(
      verify.stdout.split('\n')[0],
      `chunks ${chunkId} of account 1 has another checksum than it was written with: group ${id} "broken"`,
    )
    assert.match(verify.stderr, /damaged places: 1/)
  })

  it('comes back from a backup, as a change that can be undone', async (t) => {
    const folder = await makeFolder(t)
    const backup = join(folder, 'good.backup')
    const id = await addGroup('to repair')
    const repaired = await command('repair', '--from', backup, '--all')
    assert.equal(repaired.code, 1)
    assert.match(repaired.stderr, /good\.backup cannot be used/)
    // The other damage of this book is older than the backup.
    atFile((book) => book.prepare("delete from groups where name = 'broken'").run())
    const skipped = await command('backup', backup, '--skip-damaged')
    assert.equal(skipped.code, 0, skipped.stderr)
    await lox24.ok(200, 'PUT', `/groups/${id}`, { name: 'renamed' })
    const chunkId = flipChunk(id)
    const before = await command('changes', 'list', '--json')
    const { code, stdout } = await command('repair', '--from', backup, '--group', String(id))
    assert.equal(code, 0)
    assert.equal(stdout, `group ${id} "renamed" is whole: its 90 numbers are as it was last written\n`)
    assert.deepEqual(
      (await lox24.phones(id)).map(({ phone }) => phone),
      phones,
    )
    const changes = JSON.parse((await command('changes', 'list', '--json')).stdout)
    assert.equal(changes.length, JSON.parse(before.stdout).length + 1)
    const undo = await command('changes', 'undo', String(changes[0].number))
    assert.equal(undo.code, 0, undo.stderr)
    assert.equal((await lox24.phones(id)).length, 90)
    assert.ok(!(await command('verify')).stdout.includes(chunkId))
  })

  it('that the backup does not have yet is brought back as it was, and nothing else is touched', async (t) => {
    const folder = await makeFolder(t)
    const backup = join(folder, 'older.backup')
    const id = await addGroup('older')
    assert.equal((await command('backup', backup, '--skip-damaged')).code, 0)
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '491510000009' })
    flipChunk(id)
    const { code, stdout, stderr } = await command('repair', '--from', backup, '--group', String(id))
    assert.equal(code, 0, stderr)
    assert.equal(stdout, `group ${id} "older" is whole: its 90 numbers are as the backup has it, which is older\n`)
    assert.equal((await lox24.phones(id)).length, 90)
  })

  it('that is sent in parts breaks off where it is damaged, and the server goes on', async () => {
    const numbers = Array.from({ length: 20_000 }, (_, at) => String(491520000000 + at))
    const { _id } = await simotel.data<{ _id: string }>('autodialer/groups/add', { name: 'long', numbers })
    const id = Number(atFile((book) => book.prepare('select id from groups where hex_id = ?').get(_id))?.id)
    const before = await damagedTotal()
    flipChunk(id)
    await assert.rejects(simotel.call('autodialer/groups/update', { _id, name: 'long' }))
    assert.ok((await damagedTotal()) > before)
    assert.equal((await lox24.call('GET', `/groups/${id}`)).status, 200)
    atFile((book) => book.prepare("delete from groups where name = 'long'").run())
  })

  it('and damaged rows of groups and of the history come back with --all', async (t) => {
    const folder = await makeFolder(t)
    const backup = join(folder, 'all.backup')
    const id = await addGroup('row')
    assert.equal((await command('backup', backup, '--skip-damaged')).code, 0)
    const chunkId = flipChunk(id)
    atFile((book) => {
      book.prepare("update groups set name = 'rov' where id = ?").run(id)
      book.prepare("update changes set subject = 'rov' where subject = 'row'").run()
    })
    assert.equal((await lox24.call('GET', `/groups/${id}`)).status, 500)
    const { stdout } = await command('repair', '--from', backup, '--all')
    assert.match(stdout, new RegExp(`^group ${id} "row" is whole: its 90 numbers are as it was last written$`, 'm'))
    const { stdout: verified } = await command('verify')
    assert.ok(!/ rov|changes \d/.test(verified) && !verified.includes(chunkId), verified)
    assert.equal((await lox24.phones(id)).length, 90)
  })

  it('is refused by a backup, or left out by name, and such a backup can be restored', async (t) => {
    const folder = await makeFolder(t)
    const file = join(folder, 'part.backup')
    const id = await addGroup('left out')
    const good = await addGroup('kept')
    const chunkId = flipChunk(id)
    const refused = await command('backup', file)
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /it is damaged: .*--skip-damaged leaves it out/)
    await assert.rejects(readFile(file), { code: 'ENOENT' })
    const { code, stdout, stderr } = await command('backup', file, '--skip-damaged', '--with-key')
    assert.equal(code, 0)
    assert.match(stderr, new RegExp(`left out: chunks ${chunkId} of account 1 has another checksum`))
    assert.match(stdout, /without \d+ damaged rows/)
    const data = join(folder, 'restored')
    await mkdir(data)
    const restored = await run(folder, ['restore', file, '--data', data])
    assert.equal(restored.code, 0, restored.stderr)
    const verify = await run(folder, ['verify', '--data', data])
    assert.equal(verify.code, 1)
    assert.match(verify.stdout, new RegExp(`^chunks ${chunkId} of account 1 is missing: group ${id} "left out"$`, 'm'))
    assert.ok(!verify.stdout.includes('"kept"'), String(good))
  })
})
