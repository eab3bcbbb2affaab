// Long: bodies of 64 MiB are sent, of every shape that once took gigabytes.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { type Answer, send } from './support/http.ts'
import { Lox24Client, startLox24 } from './support/lox24.ts'
import { addAccount, Client, sampleKey } from './support/simotel.ts'

const mebi = 1024 * 1024
const length = 64 * mebi - 100
/** MiB that one body may add to the memory of the server, and MiB that it may have in all. */
const mostForOne = 400
const mostInAll = 700

const { username, password, token } = sampleKey
const server = await startLox24({
  prepare: [
    ['key', 'add', 'simotel', '--account', 'acme', '--username', username, '--password', password, '--token', token],
  ],
})
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new Client(server)
const { client: other } = await addAccount(server)
const { id: groupId } = await lox24.addGroup({ name: 'g' })
const mine = await other.data<{ _id: string }>('autodialer/groups/add', { name: 'mine' })

type Target =
  | 'simotel add'
  | 'simotel campaign'
  | 'simotel update'
  | 'simotel search'
  | 'lox24 post'
  | 'lox24 put'
  | 'lox24 batch'

/** The calls that take long bodies, each with the beginning of its body up to the items of its list. */
const targets: Readonly<Record<Target, { readonly path: string; readonly method?: string; readonly start: string }>> = {
  'simotel add': { path: '/api/v4/autodialer/groups/add', start: '{"name":"x","numbers":[' },
  'simotel campaign': {
    path: '/api/v4/autodialer/campaigns/add',
    start: '{"name":"x","trunk_manager_id":"x","groups":[',
  },
  'simotel update': { path: '/api/v4/autodialer/groups/update', start: `{"_id":"${mine._id}","numbers":[` },
  'simotel search': { path: '/api/v4/autodialer/groups/search', start: '{"conditions":{"name":[' },
  'lox24 post': { path: '/groups', start: '{"name":"x","phones":[' },
  'lox24 put': { path: `/groups/${groupId}`, method: 'PUT', start: '{"phones":[' },
  'lox24 batch': { path: `/groups/${groupId}/phones/batch`, start: '[' },
}

/** The headers of a target, and its beginning and as many units as have room. */
function bodyOf(target: Target, unit: string, end = ''): Buffer {
  const start = Buffer.from(targets[target].start)
  const bytes = Buffer.from(unit)
  const units = Math.floor((length - start.length - end.length) / bytes.length)
  return Buffer.concat([start, Buffer.alloc(units * bytes.length, bytes), Buffer.from(end)])
}

function sendTo(target: Target, body: Buffer): Promise<Answer> {
  const { path, method = 'POST' } = targets[target]
  const own = target.startsWith('simotel') ? simotel.headers : { ...lox24.auth, 'Content-Type': 'application/json' }
  return send(server, { method, path, headers: own, body })
}

/** MiB of memory: what the server has now (`VmRSS`), or the most that it had since `forgetPeak` (`VmHWM`). */
function memory(kind: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${kind}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))
  return Number(line?.[1]) / 1024
}

function forgetPeak(): void {
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5')
}

/** Does small writes of another account until `work` is done. Returns how many, and the milliseconds of the slowest. */
async function besides<T>(work: Promise<T>): Promise<{ result: T; written: number; slowest: number }> {
  let isDone = false
  const result = work.finally(() => {
    isDone = true
  })
  let written = 0
  let slowest = 0
  do {
    const begun = performance.now()
    const numbers = [String(written)]
    const data = await other.data<{ numbers: string[] }>('autodialer/groups/update', { _id: mine._id, numbers })
    assert.deepEqual(data.numbers, numbers)
    slowest = Math.max(slowest, performance.now() - begun)
    written++
  } while (!isDone)
  return { result: await result, written, slowest }
}

/** Sends a body, and watches the memory of the server and the writes of another account meanwhile. */
async function attack(target: Target, body: Buffer): Promise<Answer> {
  forgetPeak()
  const rest = memory('VmRSS')
  const { result, written, slowest } = await besides(sendTo(target, body))
  const added = memory('VmHWM') - rest
  console.log(
    `# ${target}: ${result.status}, ${added.toFixed(0)} MiB more, ${written} small writes, the slowest ${slowest.toFixed(0)} ms`,
  )
  assert.ok(added < mostForOne, `${added} MiB more`)
  return result
}

function numbers(count: number, numberAt: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `"${numberAt(index)}"`).join(',')
}

/** The members of an object: `"k0":{"phone":"0"}`, with more beside each phone. */
function named(count: number, more = ''): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":{"phone":"${index}","more":"${more}"}`).join(',')
}

describe('a hostile body of 64 MiB is refused in little memory, and nobody waits for it', { timeout: 900_000 }, () => {
  const shapes: readonly (readonly [title: string, target: Target, body: () => Buffer, statuses: readonly number[]])[] =
    [
      ['phones that are empty objects', 'lox24 post', () => bodyOf('lox24 post', '{},', '{}]}'), [400]],
      ['brackets and nothing else', 'simotel add', () => bodyOf('simotel add', '['), [400]],
      ['lists in lists', 'lox24 batch', () => bodyOf('lox24 batch', '[1,'), [400]],
      ['a batch of empty objects', 'lox24 batch', () => bodyOf('lox24 batch', '{},', '{}]'), [413]],
      ['one number, sixteen million times', 'simotel add', () => bodyOf('simotel add', '"1",', '"1"]}'), [200]],
      ['one text, thirteen million times', 'simotel update', () => bodyOf('simotel update', '"*1",', '"1"]}'), [200]],
      ['a search with millions of conditions', 'simotel search', () => bodyOf('simotel search', '1,', '1]}}'), [413]],
      [
        'a campaign of millions of groups',
        'simotel campaign',
        () => bodyOf('simotel campaign', '"x",', '"x"]}'),
        [413],
      ],
      [
        'a campaign of long groups',
        'simotel campaign',
        () => bodyOf('simotel campaign', `"${'x'.repeat(9000)}",`, '"x"]}'),
        [413],
      ],
      [
        'a campaign of one number, and of groups that are objects',
        'simotel campaign',
        () => bodyOf('simotel campaign', `{"$oid":[${'1,'.repeat(30_000)}1]},`, '"x"],"numbers":["1"]}'),
        [200],
      ],
      ['objects in objects', 'lox24 put', () => bodyOf('lox24 put', '{"phone":'), [400]],
      [
        'many members beside the list',
        'lox24 post',
        () => Buffer.concat([Buffer.from('{"name":"x"'), Buffer.alloc(length - 20, ',"a":[]'), Buffer.from('}')]),
        [413],
      ],
      [
        'an object with more names than are kept',
        'lox24 post',
        () => Buffer.from(`{"name":"x","phones":{${named(100_000)}}}`),
        [413],
      ],
      [
        'an object with a name twice',
        'lox24 post',
        () => Buffer.from(`{"name":"x","phones":{${named(9000, 'x'.repeat(200))},"k7":{"phone":"1"}}}`),
        [400],
      ],
      [
        'a number of 60 MB',
        'simotel add',
        () => Buffer.from(`${targets['simotel add'].start}"${'1'.repeat(60_000_000)}"]}`),
        [413],
      ],
    ]
  for (const [title, target, body, statuses] of shapes) {
    it(`${target}: ${title}`, async () => {
      const answer = await attack(target, body())
      assert.ok(statuses.includes(answer.status), `${answer.status} ${answer.text.slice(0, 200)}`)
      if (answer.status === 200) assert.match(answer.text, /^{"success":0,/)
    })
  }

  it('whatever its items are', async () => {
    const unit = fc.constantFrom(
      ...['null,', '1e1,', '"\\u0000",', '"é",', '[[],', '{"a":[', '{"phone":"1","a":{}},', '{"phone":1},', '"",'],
      ...['"1":"2",', '\n', '},', ']', '"', '\\', '{"phone":"1","phone":"2"},', 'tru', '-', '"+",', '[{}],'],
    )
    const target = fc.constantFrom(...(Object.keys(targets) as Target[]))
    await fc.assert(
      fc.asyncProperty(target, unit, async (at, each) => {
        const { status } = await attack(at, bodyOf(at, each))
        assert.ok(status >= 200 && status < 500, `${at} ${each}: ${status}`)
      }),
      { numRuns: 16, endOnFailure: true },
    )
  })
})

describe('long bodies of good numbers', { timeout: 900_000 }, () => {
  it('take little more memory than their lists, one by one and many at once', async () => {
    const list = numbers(4_000_000, (index) => `09${10_000_000 + ((index * 7919) % 100_000_007)}`)
    const answer = await attack('simotel add', Buffer.from(`${targets['simotel add'].start}${list}]}`))
    assert.match(answer.text, /^{"success":1,/)

    const some = Buffer.from(`{"name":"x","numbers":[${numbers(1_000_000, (index) => `0912${1_000_000 + index}`)}]}`)
    forgetPeak()
    const all = Array.from({ length: 12 }, () => sendTo('simotel add', some))
    const { result, written, slowest } = await besides(Promise.all(all))
    for (const { status, text } of result) assert.match(`${status} ${text}`, /^200 {"success":1,|^503 /)
    const peak = memory('VmHWM')
    console.log(`# 12 at once: ${peak.toFixed(0)} MiB, ${written} small writes, the slowest ${slowest.toFixed(0)} ms`)
    assert.ok(peak < mostInAll, `${peak} MiB`)
  })
})
