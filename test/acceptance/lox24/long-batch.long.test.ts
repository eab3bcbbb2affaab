// Long: batches of tens of thousands of phones are written beside others, and servers are killed.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Fields, type Group, Lox24Client, startLox24 } from '../support/lox24.ts'
import { startServer } from '../support/server.ts'

const many = 40_000
const kills = 3

interface Result {
  readonly status: number
  readonly body: Fields
}

/** Phones in no order, from a number on. */
function phonesFrom(start: number): string[] {
  return Array.from({ length: many }, (_, index) => `+49${start + ((index * 7919) % many)}`)
}

async function storedIn(client: Lox24Client, id: number): Promise<string[]> {
  const csv = await client.call<string>('GET', `/groups/${id}/file/csv`)
  return csv.text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[1] ?? '')
}

describe('a long batch', { timeout: 300_000 }, () => {
  it('shows each item as the phone is in the end: repeated, there before, or refused', async () => {
    const server = await startLox24()
    const client = new Lox24Client(server)
    const { id } = await client.addGroup({ name: 'g' })
    const phones = phonesFrom(1_000_000)
    const first = await client.ok<Fields>(201, 'POST', `/groups/${id}/phones`, {
      phone: phones[30_000],
      a: 'a',
      b: 'b',
    })
    const items = phones.map(
      (phone, index): Fields => (index % 9000 === 8 ? { a: 'no phone' } : { phone, c: `${index}` }),
    )
    const again = [
      { phone: phones[30_000], a: 'A' },
      { phone: phones[5], c: 'twice', callback_data: 'x' },
      { phone: 'no-digits' },
      { phone: 'no-digits', e: 'e' },
    ]
    const results = await client.ok<Result[]>(201, 'POST', `/groups/${id}/phones/batch`, [...items, ...again])
    assert.equal(results.length, many + again.length)
    for (const [index, { status }] of results.entries())
      assert.equal(status, index % 9000 === 8 ? 400 : 201, `${index}`)
    const seen = (index: number): Fields => results[index]?.body as Fields
    const { body: known } = results[30_000] as Result
    assert.deepEqual([known.id, known.a, known.b, known.c], [first.id, 'A', 'b', '30000'])
    assert.deepEqual(seen(many), known)
    assert.deepEqual([seen(5).c, seen(5).callback_data], ['twice', 'x'])
    assert.deepEqual(seen(many + 1), seen(5))
    assert.deepEqual([seen(many + 2).phone, seen(many + 2).e], ['no-digits', 'e'])
    assert.deepEqual(seen(many + 3), seen(many + 2))
    for (const index of [0, 5, 20_000, 30_000, many - 1, many + 3]) {
      assert.deepEqual(await client.ok(200, 'GET', `/phones/${seen(index).id}`), seen(index))
    }
    const good = phones.filter((_, index) => index % 9000 !== 8 && index !== 30_000)
    assert.deepEqual(await storedIn(client, id), [phones[30_000], ...good, 'no-digits'])
    await server.stop()
  })

  it('is whole beside a writer of the same group, and so is what that one writes', async () => {
    const server = await startLox24()
    const client = new Lox24Client(server)
    const { id } = await client.addGroup({ name: 'g' })
    const batch = { isAnswered: false }
    const phones = phonesFrom(1_000_000)
    const items = phones.map((phone) => ({ phone }))
    const answered = client.ok<Result[]>(201, 'POST', `/groups/${id}/phones/batch`, items).finally(() => {
      batch.isAnswered = true
    })
    const others: string[] = []
    while (!batch.isAnswered) {
      const phone = `+1${others.length}`
      const { id: phoneId } = await client.ok<Fields>(201, 'POST', `/groups/${id}/phones`, { phone })
      if (others.length % 2 === 1) await client.call('DELETE', `/phones/${phoneId}`)
      others.push(phone)
    }
    const results = await answered
    assert.deepEqual(
      results.map(({ body }) => body.phone),
      phones,
    )
    const kept = others.filter((_, index) => index % 2 === 0)
    const { count_items } = await client.ok<Group>(200, 'GET', `/groups/${id}`)
    assert.equal(count_items, many + kept.length)
    assert.deepEqual((await storedIn(client, id)).toSorted(), [...phones, ...kept].toSorted())
    await server.stop()
  })

  it(`is there wholly or not at all after its server was killed, ${kills} times`, async () => {
    let server = await startLox24()
    const { data } = server
    const { id } = await new Lox24Client(server).addGroup({ name: 'g' })
    let stored: string[] = []
    for (let life = 0; life < kills; life++) {
      const client = new Lox24Client(server)
      const phones = phonesFrom(1_000_000 * (life + 1))
      const items = phones.map((phone) => ({ phone, a: 'x' }))
      const answer = client.call('POST', `/groups/${id}/phones/batch`, items).catch(() => undefined)
      // Small writes measure time while the batch is written: the kill comes somewhere within it.
      for (let count = 0; count < 40 * (life + 1); count++) await client.addGroup({ name: 'small' })
      await server.kill()
      const isAcknowledged = (await answer)?.status === 201
      server = await startServer({ data })
      const now = await storedIn(new Lox24Client(server), id)
      const whole = [...stored, ...phones]
      assert.deepEqual(now, now.length === stored.length && !isAcknowledged ? stored : whole)
      stored = now
    }
    await server.stop()
  })
})
