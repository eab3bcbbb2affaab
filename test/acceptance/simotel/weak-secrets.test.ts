import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Client, invalid, startSimotel, success, uniqueNumber } from '../support/simotel.ts'

const server = await startSimotel()
const strict = await startSimotel({ env: { DIALBOOK_EXTENSION_WEAK_SECRETS: 'refuse' } })
after(() => Promise.all([server.stop(), strict.stop()]))
const client = new Client(server)
const strictClient = new Client(strict)

const strong = 'eight-or-more'
const short = /the secret has fewer than 8 characters/
const same = /the secret is the number itself/

/** Calls, expects success, and returns the id and the reason that the answer has beside it. */
async function told(operation: string, body: object): Promise<{ reason: string | undefined; _id: string }> {
  const answer = await client.call(operation, body)
  const { data } = success<{ _id: string }>(answer)
  assert.equal(answer.headers['dialbook-pbx'], 'off')
  return { reason: answer.headers['dialbook-reason'] as string | undefined, _id: data._id }
}

const isTold = (reason: string | undefined, expected: RegExp) => assert.match(String(reason), expected)

test('a weak secret is taken, with a warning that does not repeat it', async () => {
  const number = uniqueNumber()
  const { reason, _id } = await told('pbx/users/add', { name: 'n', number, secret: 'seven77' })
  isTold(reason, short)
  assert.ok(!reason?.includes('seven77'))
  const update = (fields: object) => told('pbx/users/update', { _id, ...fields })
  assert.equal((await update({ name: 'other' })).reason, undefined)
  assert.equal((await update({ secret: strong })).reason, undefined)
  isTold((await update({ secret: number })).reason, same)
  assert.equal((await update({ secret: 'eight888' })).reason, undefined)
  // The length of a secret counts in characters, not in bytes.
  isTold((await update({ secret: 'ééééééé' })).reason, short)
  assert.equal((await update({ secret: 'éééééééé' })).reason, undefined)
})

test('a strong secret becomes weak when the number becomes the same', async () => {
  const secret = `123456${uniqueNumber()}`
  const { reason, _id } = await told('pbx/users/add', { name: 'n', number: uniqueNumber(), secret })
  assert.equal(reason, undefined)
  isTold((await told('pbx/users/update', { _id, number: secret })).reason, same)
})

test('the audit lists who has one, without the secret', async () => {
  const [weak, fine] = [uniqueNumber(), uniqueNumber()]
  await client.data('pbx/users/add', { name: 'weak', number: weak, secret: 'bad-one' })
  await client.data('pbx/users/add', { name: 'fine', number: fine, secret: strong })
  const audited = await server.cli('extensions', 'audit', '--json')
  const { findings } = JSON.parse(audited) as { findings: { number: string; name: string; weakness: string }[] }
  const found = findings.find(({ number }) => number === weak)
  assert.equal(found?.name, 'weak')
  isTold(found?.weakness, short)
  assert.ok(!findings.some(({ number }) => number === fine))
  const text = await server.cli('extensions', 'audit')
  assert.match(text, new RegExp(`^${weak} +weak +the secret has fewer`, 'm'))
  for (const shown of [audited, text]) assert.ok(!shown.includes('bad-one'))
})

test('a weak secret is refused where the setting says so, and changes nothing', async () => {
  const number = uniqueNumber()
  for (const secret of ['seven77', number]) {
    await strictClient.refused('pbx/users/add', { name: 'n', number, secret }, invalid('secret'))
  }
  const secret = `123456${uniqueNumber()}`
  const { _id } = await strictClient.data<{ _id: string }>('pbx/users/add', { name: 'n', number, secret })
  await strictClient.refused('pbx/users/update', { _id, name: 'x', secret: 'short' }, invalid('secret'))
  await strictClient.refused('pbx/users/update', { _id, name: 'x', number: secret }, invalid('secret'))
  const [row] = await strictClient.data<{ name: string; number: string }[]>('pbx/users/search', {
    alike: false,
    conditions: { number },
  })
  assert.deepEqual([row?.name, row?.number], ['n', number])
  assert.equal(await strict.cli('extensions', 'audit'), 'no extension has a weak secret\n')
})
