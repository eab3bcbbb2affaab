import assert from 'node:assert/strict'
import { it } from 'node:test'
import { startCheckMarket } from '../support/checkmarket.ts'

const marker = 'from-the-client'

it('the log repeats nothing of what a client sent, whatever the answer does', async () => {
  const { server, client } = await startCheckMarket()
  const refused = [
    await client.call('GET', `/3/${marker}?token=${marker}`),
    await client.call('GET', `/3/contacts?filter=Email%20eq%20'${marker}`),
    await client.call('GET', `/3/contacts?filter=${marker}%20eq%201`),
    await client.call('GET', `/3/contactgroups?select=${marker}`),
    await client.call('GET', `/3/contacts?expand=${marker}`),
    await client.call('POST', '/3/contactgroups', `<${marker}/>`, { 'Content-Type': 'application/xml' }),
    await client.call('POST', '/3/contactgroups', `{"Name":"${marker}`, { 'Content-Type': 'application/json' }),
    await client.call('POST', '/3/contactgroups', 'x', { 'Content-Type': `text/${marker}` }),
  ]
  await server.stop()
  assert.deepEqual(
    refused.map(({ status }) => status),
    [404, 400, 400, 400, 400, 400, 400, 415],
  )
  const lines = server
    .stderr()
    .split('\n')
    .filter((line) => line.includes('"dialect":"checkmarket"'))
  assert.equal(lines.length, refused.length)
  assert.deepEqual(
    lines.filter((line) => line.includes(marker)),
    [],
  )
})
