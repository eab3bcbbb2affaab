import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { makeFolder } from '../support/command.ts'
import { type Server, startServer } from '../support/server.ts'

interface Report {
  readonly lines: number
  readonly added: number
  readonly unchanged: number
  readonly repeated: number
  readonly rejected: number
  readonly rejects: readonly { readonly line: number; readonly value: string; readonly reason: string }[]
}

describe('dialbook optout import', () => {
  let server: Server
  before(async () => {
    server = await startServer({
      prepare: [
        ['account', 'add', 'default'],
        ['account', 'set', 'default', '--country', 'IR'],
        ['groups', 'add', 'customers'],
      ],
    })
  })
  after(() => server.stop())

  const mayCall = async (number: string): Promise<boolean> =>
    JSON.parse(await server.cli('why', number, '--json')).channels.calls.may

  it('closes the numbers of a file, which no import into a group opens again', async (t) => {
    const folder = await makeFolder(t)
    const stop = join(folder, 'stop.csv')
    const bad = 'Sara;none\r\n'
    await writeFile(stop, `Name;Mobile\r\nAli;0912 000 0001\r\n${bad}Ida;+989120000001\r\nRe;00989120000002\r\n`)
    const args = ['optout', 'import', stop, '--reason', 'list of May', '--json']
    await assert.rejects(
      server.cli(...args),
      /nobody was closed, since 1 of 4 lines cannot be: line 3, Mobile: \\"none\\" has no digit/,
    )
    assert.equal(await mayCall('09120000001'), true)

    const [report, fixMe] = [join(folder, 'report.json'), join(folder, 'fix-me.csv')]
    const skipping = await server
      .cli(...args, '--bad', 'skip', '--report', report, '--fix-me', fixMe)
      .catch((error) => error)
    assert.equal(skipping.code, 3)
    const { lines, added, repeated, rejected }: Report = JSON.parse(skipping.stdout)
    assert.deepEqual([lines, added, repeated, rejected], [4, 2, 1, 1])
    assert.deepEqual(JSON.parse(await readFile(report, 'utf8')).rejects[0].line, 3)
    assert.match(await readFile(fixMe, 'utf8'), /Sara;none;has no digit;3/)
    for (const number of ['+989120000001', '09120000002']) assert.equal(await mayCall(number), false)
    await assert.rejects(server.cli('optout', 'import', stop, '--report', stop), /names a file that is used already/)

    const list = join(folder, 'list.csv')
    await writeFile(list, 'number\n09120000001\n09120000002\n')
    for (const mode of ['add', 'sync', 'remove']) {
      await server.cli('import', list, '--group', 'customers', '--mode', mode)
      const [change] = JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json'))
      await server.cli('changes', 'undo', String(change.number))
      assert.equal(await mayCall('09120000001'), false, mode)
    }
    await server.cli('import', list, '--group', 'customers')
    const found = await server.cli('find', '+989120000001')
    assert.match(found, /\nopt-out \d+: 09120000001 for all since .*, by import .*: "list of May"\n/)
    assert.equal(JSON.parse(await server.cli('find', '09120000001', '--json')).optOuts.length, 1)
    assert.match(await server.cli('why', '09120000001'), /\nin group 1 "customers", as 09120000001\n$/)
  })

  it('has a dry run, and reads standard input and plain lines', async (t) => {
    const folder = await makeFolder(t)
    const lines = join(folder, 'lines.txt')
    await writeFile(lines, '09121110001\n\n09121110002\n')
    const text = await server.cli('optout', 'import', lines, '--dry-run', '--channel', 'calls')
    assert.match(text, /^would close: 2 lines = 2 added \+ 0 updated \+ 0 unchanged \+ 0 repeated \+ 0 rejected\n/)
    assert.equal(await mayCall('09121110001'), true)
    assert.match(await server.cli('optout', 'import', lines, '--channel', 'calls'), /^closed: 2 lines = 2 added/)
    assert.match(await server.cli('optout', 'import', lines), /^closed: 2 lines = 2 added/)
    assert.match(await server.cli('optout', 'import', lines, '--channel', 'messages'), /2 unchanged/)
  })
})
