import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, describe, test } from 'node:test'
import { howOften } from '../../how-often.ts'
import { addBookKey, BookClient } from '../support/book.ts'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { keptWrites, type Wanted } from '../support/kept-writes.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'
import { startServer } from '../support/server.ts'
import { addKey, Client as SimotelClient } from '../support/simotel.ts'

/** Requests that are sent at once, and again after each kill, until all are answered. */
const atOnce = howOften(100, 200)
/** Rounds with two kills of the server each, and the minutes after which no other one begins: a file has 15. */
const rounds = howOften(1, 150)
const minutes = 10

/** The requests of a round wait for the few connections to a database, and may do so for long on a busy machine. */
const env = { DIALBOOK_DATABASE_CONNECT_TIMEOUT: '60' }
let server = await startLox24({ env })
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new SimotelClient(server, await addKey(server, 'acme'))
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))
let book = await addBookKey(server, 'acme')

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

describe('requests whose server is killed, and that are cut', () => {
  test('have one effect each, however often they are sent again', { timeout: 3_600_000 }, async () => {
    const expected: string[] = []
    const count = { kills: 0, cut: 0, lost: 0, again: 0 }
    const end = Date.now() + minutes * 60_000
    for (let round = 0; round < rounds && Date.now() < end; round++) {
      const all = await keptWrites({ lox24, simotel, checkmarket, book }, round, atOnce)
      expected.push(...all.map(({ change }) => change))
      for (let attempt = 0; attempt < 2; attempt++) {
        const unheard = all.filter(({ heard }) => heard === undefined)
        if (attempt > 0) count.again += unheard.length
        const span = 20 + Math.random() ** 2 * 1500
        // The server is killed while at least two of five are open, however fast the machine is.
        let open = unheard.length
        const left = Math.ceil(open * (0.4 + 0.6 * Math.random()))
        const { promise: isTime, resolve: tellTime } = Promise.withResolvers<void>()
        const sent = Promise.all(
          unheard.map(async (each) => {
            const isCut = Math.random() < 0.3
            const heard = await send(each, isCut ? Math.random() * span : undefined)
            if (heard) each.heard = heard
            else count[isCut ? 'cut' : 'lost']++
            if (--open < left) tellTime()
          }),
        )
        await isTime
        await server.kill()
        count.kills++
        await sent
        server = await startServer({ data: server.data, env })
        book = Object.assign(new BookClient(server, book.token), { keyId: book.keyId })
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
    assert.ok(count.lost >= expected.length / 5, JSON.stringify(count))
    console.log(`# ${expected.length} requests: ${JSON.stringify(count)}`)
  })
})
