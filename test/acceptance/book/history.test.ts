import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { addBookAccount, addBookKey, BookClient, base, type Fields, sampleToken, startBook } from '../support/book.ts'
import { type Server, startServer } from '../support/server.ts'

let server = await startBook()
after(() => server.stop())
const client = () => new BookClient(server)

interface Event {
  readonly id: number
  readonly change: { readonly number: number; readonly subject: string; readonly noun: string }
}

/** A client that follows by events, from its last id on. */
class Follower {
  readonly events: Event[] = []
  readonly #wanted: { count: number; done: () => void }[] = []
  readonly ended: Promise<void>
  #text = ''
  #hangUp: () => void = () => undefined

  constructor(of: Server, after: number) {
    this.ended = new Promise((resolve, reject) => {
      const asked = request(
        {
          ...{ host: of.host, port: of.port, path: `${base}/changes?after=${after}` },
          headers: { Authorization: `Bearer ${sampleToken}`, Accept: 'text/event-stream' },
        },
        (answer) => {
          assert.equal(answer.statusCode, 200)
          assert.equal(answer.headers['content-type'], 'text/event-stream')
          answer.setEncoding('utf8')
          answer.on('data', (text: string) => this.#take(text))
          answer.on('error', () => undefined)
          answer.on('close', resolve)
        },
      )
      asked.on('error', reject).end()
      this.#hangUp = () => asked.destroy()
    })
  }

  hangUp(): Promise<void> {
    this.#hangUp()
    return this.ended
  }

  /** Waits until so many events have come. */
  has(count: number): Promise<void> {
    return new Promise((done) => {
      this.#wanted.push({ count, done })
      this.#look()
    })
  }

  #take(text: string): void {
    this.#text += text
    const parts = this.#text.split('\n\n')
    this.#text = parts.pop() ?? ''
    for (const part of parts) {
      const [, id, data] = /^id: (\d+)\nevent: change\ndata: (.*)$/.exec(part) ?? []
      if (id !== undefined && data !== undefined) this.events.push({ id: Number(id), change: JSON.parse(data) })
    }
    this.#look()
  }

  #look(): void {
    for (const { count, done } of this.#wanted) if (this.events.length >= count) done()
  }
}

/** The status with which a client that follows is answered; it hangs up then. */
function statusOf({ host, port }: Server): Promise<number | undefined> {
  const headers = { Authorization: `Bearer ${sampleToken}`, Accept: 'text/event-stream' }
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path: `${base}/changes`, headers }, (answer) => {
      answer.on('error', () => undefined).destroy()
      resolve(answer.statusCode)
    })
    asked.on('error', reject).end()
  })
}

const add = (name: string, fields: Fields = {}) =>
  client().ok<{ id: number }>(201, 'POST', '/groups', { name, ...fields })
const newest = async () => {
  const { changes } = await client().ok<{ changes: { change: { number: number } }[] }>(200, 'GET', '/history?limit=1')
  return changes[0]?.change.number ?? 0
}

describe('changes that come as events', () => {
  test('come once each and in order, over the death of the server, and none of another account', async () => {
    const begin = await newest()
    const { client: stranger } = await addBookAccount(server)
    const first = new Follower(server, begin)
    await add('e1')
    await stranger.ok(201, 'POST', '/groups', { name: 'theirs' })
    await add('e2')
    await first.has(2)
    await server.kill()
    await first.ended
    server = await startServer({ data: server.data })
    await add('e3')
    const second = new Follower(server, first.events.at(-1)?.id ?? 0)
    await add('e4')
    await second.has(2)
    await second.hangUp()
    const told = [...first.events, ...second.events].filter(({ change }) => change.noun === 'group')
    assert.deepEqual(
      told.map(({ change }) => change.subject),
      ['e1', 'e2', 'e3', 'e4'],
    )
    assert.ok(told.every(({ id, change }) => id === change.number))
  })

  test('end with the server, which does not wait for them', async () => {
    const own = await startBook()
    const follower = new Follower(own, 0)
    await follower.has(1)
    await own.stop()
    await follower.ended
  })

  test('are many clients told of by few looks, and more than a server takes are refused until one goes', async () => {
    const own = await startBook()
    const followers = Array.from({ length: 250 }, () => new Follower(own, 0))
    await Promise.all(followers.map((each) => each.has(1)))
    assert.equal(await statusOf(own), 503)
    await Promise.all(followers.map((each) => each.hangUp()))
    while ((await statusOf(own)) !== 200) await pause(20)
    await own.stop()
  })

  test('are refused to those who may not follow, and from where nothing is', async () => {
    const events = { Accept: 'text/event-stream' }
    const blind = await addBookKey(server, 'acme', '--allow', 'group.find')
    await blind.refused(403, 'forbidden', 'GET', '/changes', undefined, events)
    await client().refused(409, 'conflict', 'GET', '/changes?after=999999', undefined, events)
    for (const last of ['x', '-1', '']) {
      const problem = { ...events, 'Last-Event-ID': last }
      await client().refused(422, 'invalid-value', 'GET', '/changes', undefined, problem)
    }
  })
})

test('a change is undone, once, and the history tells it', async () => {
  const { id } = await add('undo me', { numbers: ['1', '2'] })
  await client().ok(200, 'PATCH', `/groups/${id}/entries`, { sync: ['2', '3', '4'] })
  const number = await newest()
  const { undone, change } = await client().ok<{ undone: number[]; change: Fields }>(
    200,
    'POST',
    `/changes/${number}/undo`,
  )
  assert.deepEqual([undone, change.noun, change.subject], [[number], 'group', 'undo me'])
  await client().refused(409, 'conflict', 'POST', `/changes/${number}/undo`)
  const history = '/history?noun=group&subject=undo%20me'
  const told = await client().ok<{ changes: { numbers: unknown }[]; next: null }>(200, 'GET', history)
  assert.deepEqual(
    told.changes.map(({ numbers }) => numbers),
    [
      { added: 1, removed: 2 },
      { added: 2, removed: 1 },
      { added: 2, removed: 0 },
    ],
  )
  const one = await client().ok<{ changes: { change: { number: number } }[]; next: number }>(
    ...([200, 'GET', `${history}&limit=1`] as const),
  )
  assert.equal(one.next, one.changes[0]?.change.number)
  const two = await client().ok<typeof one>(200, 'GET', `${history}&limit=1&before=${one.next}`)
  assert.equal(two.changes[0]?.change.number, number)
  for (const query of ['noun=x', 'since=today', 'limit=0', 'limit=1001', 'before=0', 'key=x'])
    await client().refused(422, 'invalid-value', 'GET', `/history?${query}`)
})

test('all changes of a thing since one are undone, those of others only by force', async () => {
  const { id } = await add('since me')
  const since = (await newest()) + 1
  await client().ok(200, 'PATCH', `/groups/${id}`, { description: 'mine' })
  const other = await addBookKey(server, 'acme')
  await other.ok(200, 'PATCH', `/groups/${id}`, { description: 'theirs' })
  const wanted = { since, noun: 'group', subject: 'since me' }
  const problem = await client().refused(409, 'conflict', 'POST', '/changes/undo', wanted)
  assert.match(String(problem.detail), new RegExp(`#${since + 2}.*"force": true`))
  const { undone } = await client().ok<{ undone: number[] }>(200, 'POST', '/changes/undo', { ...wanted, force: true })
  assert.equal(undone.at(-1), since)
  assert.equal((await client().ok(200, 'GET', `/groups/${id}`)).description, null)
  for (const [field, values] of Object.entries({
    since: [0, '1', null],
    noun: ['x', null],
    subject: ['', null],
    force: ['yes', null],
  })) {
    for (const value of values)
      await client().refused(422, 'invalid-value', 'POST', '/changes/undo', { ...wanted, [field]: value })
  }
  await client().refused(422, 'missing-value', 'POST', '/changes/undo', { since })
})

test('what was removed is in the trash, and comes back', async () => {
  const { id } = await add('bin me', { numbers: ['1'] })
  await client().ok(204, 'DELETE', `/groups/${id}`)
  const { removals } = await client().ok<{ removals: { number: number; subject: string }[] }>(
    ...([200, 'GET', '/trash?noun=group'] as const),
  )
  assert.equal(removals[0]?.subject, 'bin me')
  const path = `/trash/${removals[0]?.number}/restore`
  const { client: stranger } = await addBookAccount(server)
  assert.deepEqual(await stranger.ok(200, 'GET', '/trash'), { removals: [], next: null })
  await stranger.refused(404, 'not-found', 'POST', path)
  await stranger.refused(404, 'not-found', 'POST', `/changes/${removals[0]?.number}/undo`)
  const reader = await addBookKey(server, 'acme', '--allow', 'change.find')
  await reader.refused(403, 'forbidden', 'POST', path)
  await client().ok(200, 'POST', path)
  assert.equal((await client().ok(200, 'GET', `/groups/${id}`)).count, 1)
  await client().refused(404, 'not-found', 'POST', path)
})
