import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { startServer } from '../acceptance/support/server.ts'

const env = { DIALBOOK_MESSAGE_ROUTES: 'direct=paper:0.05,slow=paper:0.01' }
const server = await startServer({
  env,
  prepare: [
    ['account', 'add', 'acme'],
    ['account', 'set', 'acme', '--country', 'DE'],
  ],
})
after(() => server.stop())

const message = (...args: string[]) => server.cli('message', ...args, '--account', 'acme')
const json = async (...args: string[]) => JSON.parse(await message(...args, '--json'))
const send = (number: string, ...args: string[]) => json('send', number, 'Grüße', '--sender', 'Test', ...args)

describe('dialbook message', () => {
  test('sends, and shows what became of it', async () => {
    const { id, number, state, alphabet, parts, price } = await send('01701234500')
    assert.deepEqual([number, state, alphabet, parts, price], ['+491701234500', 'queued', 'gsm', 1, 0.05])
    while ((await json('show', String(id))).state !== 'delivered')
      await new Promise((resolve) => setTimeout(resolve, 50))
    const shown = await message('show', String(id))
    assert.match(
      shown,
      new RegExp(`^message ${id} to \\+491701234500 from Test: delivered\\nroute direct, 1 part of gsm, price 0.05\\n`),
    )
    assert.match(shown, /left \d{4}-.*\nended \d{4}-.*\n\nGrüße$/m)
  })

  test('plans, lists and stops', async () => {
    const planned = await send('01701234501', '--at', '2027-01-01T08:00:00Z', '--route', 'slow', '--forget-text')
    assert.deepEqual([planned.plannedAt, planned.route, planned.price], ['2027-01-01T08:00:00.000Z', 'slow', 0.01])
    const { messages, total, next } = await json('list', '--number', '1234501', '--state', 'queued')
    assert.deepEqual([messages[0].id, total, next], [planned.id, 1, null])
    assert.match(await message('list', '--limit', '1'), new RegExp(`there are more: add --before ${planned.id}$`, 'm'))
    assert.match(await message('list', '--limit', '1', '--before', String(planned.id)), /\+491701234500/)
    assert.match(await message('cancel', String(planned.id)), new RegExp(`stopped message ${planned.id}`))
    const { state, reason, price, text } = await json('show', String(planned.id))
    assert.deepEqual([state, reason, price, text], ['cancelled', 'stopped at the command line', 0, ''])
    await assert.rejects(message('cancel', String(planned.id)), /does not wait any more: it was cancelled/)
    assert.equal(await message('list', '--number', '999999'), 'there are no such messages\n')
  })

  test('tells what it would send, and what it cannot', async () => {
    assert.match(
      await message('send', '01701234500', 'سلام', '--sender', 'Test', '--dry-run'),
      /^would queue a message to \+491701234500 by direct: 1 part of unicode/,
    )
    await assert.rejects(send('abc'), /the number has no digit/)
    await assert.rejects(send('01701234500', '--route', 'x'), /no route for messages has this code/)
    await assert.rejects(message('send', '01701234500', 'x', '--sender', 'much too long'), /the sender is a number/)
    await assert.rejects(message('show', '77'), /there is no such message/)
  })
})
