import type { CallRecord } from '../../../src/core/ledger/call-record.ts'
import { type CommandLine, commandLine } from '../people/command-line.ts'
import { type Server, startServer } from './server.ts'
import { wavOf } from './wav.ts'
import { writeCalls } from './written-calls.ts'

/** A server whose account `default` has one thing of every kind, all of them with this name. */
export async function startFilled(
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: Server; readonly line: CommandLine }> {
  const server = await startServer({
    prepare: [
      ['account', 'add', 'default'],
      ['account', 'add', 'other'],
      ['account', 'set', 'default', '--country', 'IR'],
    ],
    env: { DIALBOOK_MESSAGE_ROUTES: 'direct=paper:0.05', ...env },
  })
  const line = await commandLine(server)
  const on = ['--account', 'default'] as const
  await line.write('a.csv', `09121112233\n09121112234\n09121112235\n`)
  await line.ok('import', 'a.csv', '--group', name, '--create', ...on)
  await line.write('people.csv', 'name,number,email\nAli Karimi,09121112233,ali@example.com\n')
  await line.ok('contacts', 'import', 'people.csv', ...on)
  await line.ok('optout', 'add', '09121112235', '--channel', 'all', '--reason', name, ...on)
  await line.ok('extensions', 'add', '530', '--name', name, ...on)
  await line.ok('forward-rules', 'allow', '0912', ...on)
  await line.ok('trunk', 'set', 'provider', '--host', '192.0.2.1', ...on)
  await line.write('welcome.wav', wavOf())
  await line.ok('sound', 'add', name, 'welcome.wav', '--description', name, ...on)
  await line.ok('trunk-manager', 'add', 'day', '--trunk', 'provider', ...on)
  await line.ok('campaign', 'add', name, '--trunk-manager', 'day', '--group', name, ...on)
  await line.ok('bulk', 'send', name, '--sender', 'Test', '--group', name, ...on)
  await line.ok('key', 'add', 'book', '--allow', 'group.find', ...on)
  await line.ok('webhook', 'add', 'http://127.0.0.1:9/', ...on)
  await writeCalls(server, [buildCall(name)])
  return { server, line }
}

/** A call that was forwarded, and talked. */
function buildCall(name: string): CallRecord {
  const began = Date.UTC(2026, 10, 28, 9) * 1000
  return {
    ...{ callId: '1790000000.1', from: '530', to: '531', taker: '532', way: 'local', entry: '', exit: '', route: '' },
    ...{ originateId: '', campaign: '', digits: '', recording: '', disposition: 'ANSWERED' },
    ...{ startedAt: began, answeredAt: began + 4e6, endedAt: began + 64e6, doubts: [] },
    legs: [
      ...[
        {
          channel: 'a',
          party: '532',
          trunk: name,
          startedAt: began,
          answeredAt: began + 4e6,
          endedAt: began + 64e6,
          cause: 16,
        },
      ],
    ],
    talks: [{ one: '530', other: '532', from: began + 4e6, until: began + 64e6 }],
    steps: [{ kind: 'forward', at: began + 1e6, by: '531', to: '532', why: 'busy' }],
  }
}
