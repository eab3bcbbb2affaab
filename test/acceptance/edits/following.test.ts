import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { addBookAccount, assertProblem, BookClient, base, startBook } from '../support/book.ts'

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)

interface Change {
  readonly number: number
  readonly noun: string
  readonly verb: string
  readonly subject: string
  readonly by: { readonly origin: string }
}

interface Followed {
  readonly changes: readonly Change[]
  readonly next: number
  readonly whole: boolean
}

const ask = (query: string, of = client) => of.ok<Followed>(200, 'GET', `/changes?${query}`)
const addGroup = (name: string) => server.cli('groups', 'add', name, '--account', 'acme')

describe('changes that are followed', () => {
  test('come in their order, a page at a time, and none of another account', async () => {
    const { next: begin } = await ask('after=0&limit=1000')
    await addGroup('one')
    const stranger = await addBookAccount(server)
    await server.cli('groups', 'add', 'theirs', '--account', stranger.name)
    await addGroup('two')
    await server.cli('groups', 'edit', 'two', '--account', 'acme', '--description', 'd')
    const seen: string[] = []
    let pages = 0
    for (let at = begin; ; pages++) {
      const { changes, next, whole } = await ask(`after=${at}&limit=2`)
      assert.equal(whole, true)
      seen.push(...changes.map(({ noun, verb, subject, by }) => `${noun} ${verb} ${subject} ${by.origin}`))
      if (changes.length === 0) break
      at = next
    }
    assert.deepEqual(seen, ['group add one cli', 'group add two cli', 'group update two cli'])
    assert.ok(pages >= 2)
    const theirs = (await ask('', stranger.client)).changes.filter(({ noun }) => noun === 'group')
    assert.deepEqual(
      theirs.map(({ subject }) => subject),
      ['theirs'],
    )
    assert.doesNotMatch(JSON.stringify(await ask('limit=1000')), new RegExp(client.token))
  })

  test('are waited for, and told as soon as they are there', async () => {
    const { next } = await ask('limit=1000')
    const waiting = ask(`after=${next}&wait=30`)
    await addGroup('late')
    const { changes } = await waiting
    assert.deepEqual(
      changes.map(({ subject }) => subject),
      ['late'],
    )
    const none = await ask(`after=${changes.at(-1)?.number}&wait=1`)
    assert.deepEqual(none, { changes: [], next: changes.at(-1)?.number, whole: true })
  })

  test('are refused where the question makes no sense, or the key may not', async () => {
    for (const query of ['after=-1', 'after=x', 'limit=0', 'limit=1001', 'wait=31', 'since=1']) {
      assertProblem(await client.call('GET', `/changes?${query}`), 422, 'invalid-value')
    }
    assertProblem(await client.call('GET', '/changes?after=1000000'), 409, 'conflict')
    const token = 'dialbook_MayNotSeeChanges_0123456789'
    await server.cli('key', 'add', 'book', '--account', 'acme', '--token', token, '--allow', 'group.*')
    assertProblem(await new BookClient(server, token).call('GET', '/changes'), 403, 'forbidden')
  })

  test('that are waited for do not hold up the end of the server', async () => {
    const other = await startBook()
    const of = new BookClient(other)
    const { next } = await ask('limit=1000', of)
    // The client of the tests lets its connections go ahead of the server.
    const headers = { Authorization: `Bearer ${of.token}` }
    const waiting = fetch(`${other.origin}${base}/changes?after=${next}&wait=30`, { headers })
    await of.ok(200, 'GET', '/me')
    await pause(1000)
    const began = performance.now()
    const [answer] = await Promise.all([waiting, other.stop()])
    assert.deepEqual([answer.status, await answer.json()], [200, { changes: [], next, whole: true }])
    assert.ok(performance.now() - began < 25_000)
  })
})
