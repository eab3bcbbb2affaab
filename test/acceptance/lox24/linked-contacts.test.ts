import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type CommandLine, commandLine } from '../people/command-line.ts'
import { addClient, type Client } from '../support/checkmarket.ts'
import { type Server, startServer } from '../support/server.ts'

interface Shown {
  readonly id: number
  readonly state: string
  readonly counts: Readonly<Record<string, number>>
}

describe('contacts that are linked to a group', () => {
  let server: Server
  let line: CommandLine
  let client: Client
  let groupId: number
  const ok = (...args: string[]) => line.ok(...args, '--account', client.keys.account)
  const json = <T>(...args: string[]) => line.json<T>(...args, '--account', client.keys.account)
  const contact = async (fields: {
    readonly FirstName: string
    readonly LastName?: string
    readonly Phone?: string
  }): Promise<void> => {
    const { ContactId } = await client.data<{ ContactId: number }>('POST', 'contacts', {
      Email: `${fields.FirstName}@example.com`,
      ...fields,
    })
    assert.deepEqual(await client.data('PUT', `contactgroups/${groupId}/contacts/${ContactId}`), { Succeeded: true })
  }
  before(async () => {
    server = await startServer({ env: { DIALBOOK_MESSAGE_ROUTES: 'direct=paper' } })
    client = await addClient(server)
    line = await commandLine(server)
    await line.ok('account', 'set', client.keys.account, '--country', 'DE')
    await line.write('a.csv', '01701234501\n')
    await ok('import', 'a.csv', '--group', 'clients', '--create')
    const { groups } = await json<{ groups: { id: number }[] }>('groups', 'list')
    groupId = groups[0]?.id ?? assert.fail('no group')
    await contact({ FirstName: 'Ada', LastName: 'Byron', Phone: '0170 1234502' })
    await contact({ FirstName: 'Bob', Phone: '+49 170 1234501' })
    await contact({ FirstName: 'Nobody' })
  })
  after(async () => {
    await line.remove()
    await server.stop()
  })

  it('are written to with its numbers, each once, by their names', async () => {
    const text = 'Dear [First name] [Last name]!'
    const tried = await json<Shown>('bulk', 'send', text, '--sender', 'T', '--group', 'clients', '--dry-run')
    assert.equal(tried.counts.size, 3)
    const { id } = await json<Shown>('bulk', 'send', text, '--sender', 'T', '--group', 'clients')
    const show = () => json<Shown>('bulk', 'show', String(id))
    while ((await show()).state !== 'done');
    assert.deepEqual([(await show()).counts.size, (await show()).counts.repeated], [3, 1])
    const { messages } = await json<{ messages: { number: string; text: string }[] }>('message', 'list')
    assert.deepEqual(
      messages.map(({ number, text: written }) => [number, written]),
      [
        ['+491701234502', 'Dear Ada Byron!'],
        ['+491701234501', 'Dear  !'],
      ],
    )
  })

  it('are called by a campaign, as they were when it began', async () => {
    await ok('trunk', 'set', 'provider', '--host', '192.0.2.1')
    await ok('trunk-manager', 'add', 'day', '--trunk', 'provider')
    await ok('campaign', 'add', 'all', '--trunk-manager', 'day', '--group', 'clients')
    await ok('campaign', 'start', 'all')
    await contact({ FirstName: 'Late', Phone: '+49 170 1234509' })
    assert.match(await ok('campaign', 'show', 'all'), /^ +3 numbers: 3 left$/m)
    await ok('campaign', 'stop', 'all')
    await ok('campaign', 'repeat', 'all')
    assert.match(await ok('campaign', 'show', 'all'), /^ +4 numbers: 4 left$/m)
  })
})
