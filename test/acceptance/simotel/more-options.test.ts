import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { dialplan } from '../support/dialplan.ts'
import { Client, invalid, startSimotel, success, uniqueNumber } from '../support/simotel.ts'
import { add, read, users } from '../support/things.ts'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

/** Calls, expects success, and returns the reason that the answer has beside it. */
async function told(operation: string, body: object): Promise<string | undefined> {
  const answer = await client.call(operation, body)
  success(answer)
  return answer.headers['dialbook-reason'] as string | undefined
}

const lines = [
  '; from sip.conf of the old PBX',
  'disallow=all',
  'allow=ulaw ; G.711',
  'allow=h264',
  'videosupport=yes',
  'encryption=yes',
  'mailbox=100@default',
  'insecure=port,invite',
  '',
  'context=somewhere',
  'setvar=colour=red',
  'setvar=shape=round',
  'setvar=TRANSFER_CONTEXT=trunk',
  'banana=1',
  'no line at all',
].join('\r\n')

test('lines of chan_sip are kept as they are, and those without effect are named', async () => {
  const number = uniqueNumber()
  const reason = await told('pbx/users/add', { name: 'n', number, secret: 'Sip-Secret-0', more_options: lines })
  for (const named of [/line 8 insecure,/, /line 10 context,/, /line 12 setvar,/, /line 13 setvar,/]) {
    assert.match(String(reason), named)
  }
  assert.match(String(reason), /line 14 banana, line 15$/)
  assert.doesNotMatch(String(reason), /line ([1-7]|9|11)\b/)
  const [row] = (await users.rows(client)).filter((each) => each.number === number)
  assert.equal(row?.more_options, lines)
})

test('an update names lines without effect when it brings them, and only then', async () => {
  const { _id } = await add(client, users)
  assert.match(String(await told('pbx/users/update', { _id, more_options: 'banana=1' })), /line 1 banana$/)
  assert.equal(await told('pbx/users/update', { _id, name: 'renamed' }), undefined)
  assert.equal(await told('pbx/users/update', { _id, more_options: 'fromuser=a' }), undefined)
  const weak = await told('pbx/users/update', { _id, secret: 'short', more_options: 'videosupport=yes' })
  assert.match(String(weak), /^the secret has fewer .*; more_options has no effect in line 1 videosupport$/)
})

test('a value is never named: it may be a secret', async () => {
  const hidden = 'Sip-Secret-Qx9'
  server.audit.hide(hidden)
  const { _id } = await add(client, users)
  for (const more_options of [`secret=${hidden}`, `password ${hidden}`, `pass word=${hidden}`]) {
    const reason = await told('pbx/users/update', { _id, more_options: `; x\n${more_options}` })
    assert.match(String(reason), /line 2/)
  }
  await told('pbx/users/update', { _id, more_options: '' })
})

test('an option that would break the endpoint is refused by line and name', async () => {
  const { _id } = await add(client, users)
  for (const [given, named] of [
    ['language=fa\nallow=banana', /line 2, a value for allow /],
    ['; c\n\nencryption=maybe', /line 3, a value for encryption /],
    ['fromuser=a\nlanguage=fa\nfrom_user=b', /from_user once: line 3 /],
    ['disallow=all', /leave a codec/],
  ] as const) {
    const answer = await client.call('pbx/users/update', { _id, more_options: given })
    assert.equal(answer.text, JSON.stringify({ success: 0, message: invalid('more_options'), data: '' }))
    assert.match(String(answer.headers['dialbook-reason']), named)
  }
  assert.equal((await read(client, users, _id))?.more_options, '')
})

test("no line sets a variable of the dialplan's own", async () => {
  const names = new Set(
    [...dialplan.matchAll(/\bSet\((?:LOCAL\(|HASH\()?(\w+)\)?=|^(\w+) = /gm)].map(([, set, global]) => set ?? global),
  )
  const { _id } = await add(client, users)
  assert.ok(names.size > 20, [...names].join())
  for (const name of [...names, '_chain', '__trunk', 'CHANNEL(language)', 'FORWARD_CONTEXT', 'GOSUB_RETVAL']) {
    const reason = await told('pbx/users/update', { _id, more_options: `setvar=${name}=x` })
    assert.match(String(reason), /line 1 setvar$/, name)
  }
})
