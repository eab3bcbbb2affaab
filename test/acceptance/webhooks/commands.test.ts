import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeFolder, run } from '../support/command.ts'

const url = 'http://127.0.0.1:9/'

const refused: readonly (readonly [args: readonly string[], code: number, says: RegExp])[] = [
  [['ftp://127.0.0.1/'], 1, /must begin with http:\/\/ or https:\/\//],
  [['not an address'], 1, /must begin with http/],
  [['http://u:p@127.0.0.1/'], 1, /the user name and the password by themselves/],
  [['http://127.0.0.1/#a'], 1, /fragment/],
  [[url, '--username', 'u'], 1, /give a user name and a password, or neither/],
  [[url, '--password', 'p'], 1, /give a user name and a password, or neither/],
  [[url, '--username', 'u', '--password-file', '/nowhere'], 1, /cannot read the password/],
  [[url, '--password', 'p', '--password-file', 'f'], 2, /cannot be used with/],
  [[url, '--events', 'Ping,Pong'], 2, /'Pong' is none of ExtenAdded, ExtenRemoved, NewState, Cdr/],
  [[url, '--version', 'g3'], 2, /Allowed choices are 2022-05-25, g4, rest4/],
  [[url, '--dialect', 'checkmarket'], 2, /Allowed choices are lox24, simotel/],
  [[url, '--dialect', 'lox24', '--version', 'g4'], 1, /the version of this dialect is 2022-05-25/],
  [[url, '--dialect', 'lox24', '--method', 'get'], 1, /the method of this dialect is POST/],
  [[url, '--dialect', 'lox24', '--events', 'sms.delivery,Cdr'], 1, /Cdr is no event of this dialect: sms.delivery/],
  [[url, '--method', 'put'], 2, /Allowed choices are post, get/],
  [[url, '--account', 'nobody'], 1, /no such account/],
  [[], 2, /missing required argument 'url'/],
]

test('a webhook that cannot work is refused, and nothing is written', async (t) => {
  const folder = await makeFolder(t)
  await run(folder, ['account', 'add', 'acme'])
  for (const [args, code, says] of refused) {
    const ran = await run(folder, ['webhook', 'add', ...args])
    assert.deepEqual([ran.code, ran.stdout], [code, ''], args.join(' '))
    assert.match(ran.stderr, says)
  }
  assert.equal((await run(folder, ['webhook', 'list'])).stdout, 'there are no webhooks\n')
})

test('webhooks are listed and removed, each a change that hides what it must', async (t) => {
  const folder = await makeFolder(t)
  await run(folder, ['account', 'add', 'acme'])
  const args = [
    '--version',
    'rest4',
    '--method',
    'get',
    '--events',
    'Cdr,Ping,Cdr',
    '--username',
    'u',
    '--password',
    'p-p-p',
  ]
  const added = await run(folder, ['webhook', 'add', 'http://127.0.0.1:9/x?token=t-t-t', ...args, '--json'])
  const webhook = {
    id: 1,
    url: 'http://127.0.0.1:9/x?…',
    dialect: 'simotel',
    version: 'rest4',
    method: 'get',
    events: ['Cdr', 'Ping'],
    username: 'u',
  }
  const { createdAt, ...shown } = JSON.parse(added.stdout) as Record<string, unknown>
  assert.deepEqual(shown, webhook)
  assert.match(String(createdAt), /^20\d\d-/)
  const listed = JSON.parse((await run(folder, ['webhook', 'list', '--json'])).stdout)
  assert.deepEqual(listed, { webhooks: [{ ...webhook, createdAt }] })
  assert.equal((await run(folder, ['webhook', 'remove', '2'])).code, 1)
  assert.equal((await run(folder, ['webhook', 'remove', '1'])).code, 0)
  const changes = await run(folder, ['changes', 'list', '--json'])
  assert.deepEqual(
    (JSON.parse(changes.stdout) as { noun: string; verb: string }[]).map(({ noun, verb }) => `${noun} ${verb}`),
    ['webhook remove', 'webhook add', 'account add'],
  )
  assert.doesNotMatch(changes.stdout, /p-p-p|t-t-t|sealed/)
  assert.equal((await run(folder, ['webhook', 'log'])).stdout, 'nothing was sent yet\n')
})
