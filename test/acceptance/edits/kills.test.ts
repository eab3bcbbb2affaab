import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, describe, test } from 'node:test'
import { howOften } from '../../how-often.ts'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'
import { startServer } from '../support/server.ts'
import { addKey, Client as SimotelClient } from '../support/simotel.ts'

/** Requests that are sent at once, and again after each kill, until all are answered. */
const atOnce = 100
/** Rounds with two kills of the server each. */
const rounds = howOften(1, 100)

let server = await startLox24()
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new SimotelClient(server, await addKey(server, 'acme'))
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))

interface Wanted {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
  /** What the change of it is called, and its noun. */
  readonly change: string
  readonly status: number
  heard?: { readonly status: number; readonly text: string }
}

/** Sends a request, which is cut after some milliseconds where that is given. Undefined where no whole answer came. */
async function send({ method, path, headers, body }: Wanted, cutAfter?: number): Promise<Wanted['heard']> {
  const { host, port } = server
  return new Promise((resolve) => {
    const length = { 'Content-Length': String(Buffer.byteLength(body)) }
    const outgoing = request({ host, port, method, path, agent: false, headers: { ...headers, ...length } })
    const cut = cutAfter === undefined ? undefined : setTimeout(() => outgoing.destroy(), cutAfter)
    const end = (heard?: Wanted['heard']) => {
      clearTimeout(cut)
      resolve(heard)
    }
    outgoing.on('error', () => end())
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', () => end())
      incoming.on('close', () => {
        if (!incoming.complete) return end()
        end({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
      })
    })
    outgoing.end(body)
  })
}

/** Requests of all dialects that would have a second effect, or another answer, if they were carried out twice. */
async function requestsOf(round: number): Promise<Wanted[]> {
  const phones = [{ phone: '1' }, { phone: '2' }]
  const made = await Promise.all(
    Array.from({ length: Math.ceil((atOnce * 2) / 8) }, (_, index) => {
      return new Lox24Client(server).addGroup({ name: `made ${round} ${index}`, phones })
    }),
  )
  const common = { 'Content-Type': 'application/json' }
  const simotelHeaders = simotel.headers
  return Array.from({ length: atOnce }, (_, index) => {
    const name = `k ${round} ${index}`
    const key = { ...common, 'Idempotency-Key': name }
    const group = made[Math.floor(index / 8) * 2 + (index % 8 === 7 ? 1 : 0)]
    const byLox24 = (method: string, path: string, body: unknown, change: string, status: number): Wanted => ({
      ...{ method, path, change, status },
      headers: { ...key, ...lox24.auth, Accept: 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
    })
    const byCheckMarket = (path: string, body: object, noun: string): Wanted => ({
      ...{ method: 'POST', path: `/3/${path}`, status: 200, change: `${noun} add ${name}` },
      headers: { ...key, ...checkmarket.headers },
      body: JSON.stringify(body),
    })
    const bySimotel = (path: string, body: object, noun: string, subject = name): Wanted => ({
      ...{ method: 'POST', path: `/api/v4/${path}`, status: 200, change: `${noun} add ${subject}` },
      headers: { ...key, ...simotelHeaders },
      body: JSON.stringify(body),
    })
    const number = String(1_000_000 + round * 1000 + index)
    const all = [
      () => byLox24('POST', '/groups', { name, phones }, `group add ${name}`, 201),
      () => bySimotel('autodialer/groups/add', { name, numbers: ['1', '2'] }, 'group'),
      () => byCheckMarket('contactgroups', { Name: name }, 'group'),
      () => bySimotel('autodialer/contacts/add', { name, number }, 'contact'),
      () => byCheckMarket('contacts', { Email: `${index}@example.com`, LastName: name }, 'contact'),
      () => bySimotel('pbx/users/add', { name, number, secret: 'Xk29!mQp77zz' }, 'extension', number),
      () => byLox24('DELETE', `/groups/${group?.id}`, undefined, `group remove ${group?.name}`, 204),
      () => byLox24('DELETE', `/groups/${group?.id}/phones/batch`, phones, `group update ${group?.name}`, 200),
    ]
    return (all[index % all.length] as () => Wanted)()
  })
}

describe('requests whose server is killed, and that are cut', () => {
  test('have one effect each, however often they are sent again', { timeout: 3_600_000 }, async () => {
    const expected: string[] = []
    const count = { kills: 0, cut: 0, lost: 0, again: 0 }
    for (let round = 0; round < rounds; round++) {
      const all = await requestsOf(round)
      expected.push(...all.map(({ change }) => change))
      for (let attempt = 0; attempt < 2; attempt++) {
        const unheard = all.filter(({ heard }) => heard === undefined)
        if (attempt > 0) count.again += unheard.length
        const span = 20 + Math.random() * 150
        const sent = Promise.all(
          unheard.map(async (each) => {
            const isCut = Math.random() < 0.3
            const heard = await send(each, isCut ? Math.random() * span : undefined)
            if (heard) each.heard = heard
            else count[isCut ? 'cut' : 'lost']++
          }),
        )
        await new Promise((resolve) => setTimeout(resolve, Math.random() * span))
        await server.kill()
        count.kills++
        await sent
        server = await startServer({ data: server.data })
      }
      // All are sent again, also those that have an answer: it comes byte for byte.
      await Promise.all(
        all.map(async (each) => {
          count.again++
          const answer = await send(each)
          assert.equal(answer?.status, each.status, `${each.method} ${each.path}: ${answer?.text}`)
          if (each.heard) assert.equal(answer?.text, each.heard.text)
        }),
      )
    }
    const limit = String(expected.length * 3 + 1000)
    const listed = JSON.parse(await server.cli('changes', 'list', '--limit', limit, '--json')) as {
      noun: string
      verb: string
      subject: string
    }[]
    const done = new Map<string, number>()
    for (const { noun, verb, subject } of listed) {
      const name = `${noun} ${verb} ${subject}`
      done.set(name, (done.get(name) ?? 0) + 1)
    }
    for (const change of expected) assert.equal(done.get(change), 1, change)
    console.log(`# ${expected.length} requests: ${JSON.stringify(count)}`)
  })
})
