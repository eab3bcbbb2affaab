// Long: a server is started and killed several times.
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { Lox24Client, startLox24 } from '../acceptance/support/lox24.ts'
import { startServer } from '../acceptance/support/server.ts'
import { howOften } from '../how-often.ts'
import { rowsOf } from './support/rows.ts'

const kills = howOften(5, 15)
const args = ['--message-routes', 'direct=paper:0.05']

test(`a server that is killed ${kills} times sends every message once, or says that nobody knows`, async () => {
  let server = await startLox24({ args })
  const { data } = server
  const acknowledged: string[] = []
  try {
    for (let kill = 0; kill < kills; kill++) {
      const client = new Lox24Client(server)
      const batch = Array.from({ length: 60 }, async (_, at) => {
        const body = { phone: '+491701234500', sender_id: 'Test', text: `message ${kill} ${at}` }
        const answer = await client.call<{ uuid: string }>('POST', '/sms', body).catch(() => undefined)
        if (answer?.status === 201) acknowledged.push(answer.body.uuid)
        // The first ones are on their way by now, and the last ones not even here.
        if (at === 40) await server.kill()
      })
      await Promise.all(batch)
      await server.kill()
      server = await startServer({ data, args })
    }
    const client = new Lox24Client(server)
    const count = async (query: string): Promise<number> => {
      const { body } = await client.call('GET', `/sms?${query}`, undefined, { Accept: 'application/ld+json' })
      return body['hydra:totalItems'] as number
    }
    // What waits is sent, and every receipt comes.
    while ((await count('status_code=0')) + (await count('dlr_code=4')) > 0) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const uncertain = await count('status_code=5000')
    assert.equal((await count('dlr_code=1')) + uncertain, await count(''))
    const delivered: string[] = []
    for (const uuid of acknowledged) {
      const sms = await client.ok<{ dlr_code: number; status_code: number }>(200, 'GET', `/sms/${uuid}`)
      assert.ok(sms.dlr_code === 1 || sms.status_code === 5000, JSON.stringify(sms))
      if (sms.dlr_code === 1) delivered.push(uuid)
    }
    const twice = await rowsOf(server, 'select hex_id from paper_messages group by hex_id having count(*) > 1')
    const [left] = await rowsOf(server, 'select count(distinct hex_id) as papers from paper_messages')
    const [sent] = await rowsOf(server, "select count(*) as messages from messages where state = 'delivered'")
    const lost = await rowsOf(
      server,
      "select id from messages where state = 'delivered' and hex_id not in (select hex_id from paper_messages)",
    )
    assert.deepEqual([twice, lost], [[], []])
    console.log(
      `# ${kills} kills, ${acknowledged.length} acknowledged, ${delivered.length} of them delivered, ${uncertain} uncertain; ` +
        `${left?.papers} left, ${sent?.messages} delivered, 0 twice`,
    )
  } finally {
    await server.kill()
    await rm(data, { recursive: true })
  }
})
