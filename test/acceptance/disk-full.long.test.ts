// Long: a disk is filled with lists.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { addKeys, Client as CheckMarketClient } from './support/checkmarket.ts'
import { until } from './support/cluster.ts'
import { send } from './support/http.ts'
import { assertProblem, Lox24Client, startLox24 } from './support/lox24.ts'
import { type Server, startServer } from './support/server.ts'
import { assertRefused, failed, Client as SimotelClient, sampleKey } from './support/simotel.ts'
import { mountDisk, noDisk } from './support/small-disk.ts'

const diskMiB = 24
/** MiB of a file that is removed to make room again, also for the rows that wait in SQLite's log. */
const ballastMiB = 14
const writers = 4
/** Numbers in a list of one full chunk. A few hundred such lists fill the disk. */
const length = 4000
const writesAtMost = 2000

/** A group of one writer, with the last acknowledged version of its list. */
interface Written {
  readonly _id: string
  readonly lox24Id: number
  version: number
}

function listOf(version: number): string[] {
  return Array.from({ length }, (_, index) => `${1_000_000 + version}${10_000 + index}`)
}

it('a full disk: writes are refused, reads go on, nothing is lost, and room ends it', {
  timeout: 600_000,
}, async (t) => {
  const servers: Server[] = []
  const disk = mountDisk(t, diskMiB, async () => {
    for (const server of servers) await server.kill()
  })
  if (!disk) return t.skip(noDisk)
  const data = join(disk.folder, 'data')
  const ballast = join(disk.folder, 'ballast')
  mkdirSync(data)
  writeFileSync(ballast, Buffer.alloc(ballastMiB * 1024 * 1024))
  const { username, password, token } = sampleKey
  const server = await startLox24({
    data,
    args: ['--trust-proxy', 'loopback'],
    prepare: [['key', 'add', 'simotel', '--username', username, '--password', password, '--token', token]],
  })
  servers.push(server)
  server.audit.expect(503)
  const simotel = new SimotelClient(server)
  const lox24 = new Lox24Client(server)
  const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))
  const folderId = await checkmarket.addFolder()
  const groups = await Promise.all(Array.from({ length: writers }, (_, index) => makeGroup(simotel, lox24, index)))

  await Promise.all(groups.map((group) => writeUntilFull(simotel, group)))
  await fillTheRest(lox24, groups[0] as Written)
  // A folder is the smallest write: it may find room where no other does.
  for (let name = 0; (await renameFolder(checkmarket, folderId, `f${name}`)) === 200; name++);

  const refusals = refusalsIn(await metricsOf(server))
  await simotel.refused('autodialer/groups/update', { _id: groups[0]?._id, description: 'x' }, failed)
  await simotel.refused('autodialer/groups/add', { name: 'x', numbers: listOf(1) }, failed)
  assertProblem(
    await lox24.call('PUT', `/groups/${groups[0]?.lox24Id}`, { description: 'x' }),
    503,
    'Service Unavailable',
  )
  await checkmarket.refused('POST', 'contactgroups', { Name: 'x' }, 503, 'The service is unavailable.')
  await checkmarket.refused('PUT', `contactfolders/${folderId}`, { Name: 'x' }, 503, 'The service is unavailable.')
  assert.equal(refusalsIn(await metricsOf(server)), refusals + 5)
  await assert.rejects(addAccountsUntilFull(server), /dialbook: .*its disk is full\n$/)

  await assertStrangersAreSlowed(server, simotel, lox24)

  await until('the health tells of it', async () => {
    await simotel.refused('autodialer/groups/add', { name: 'x', numbers: listOf(1) }, failed)
    return isReadOnly(server)
  })
  await assertAllThere(server, groups)
  assert.equal((await checkmarket.data<unknown[]>('GET', 'contactfolders')).length, 1)

  assertLogged(server, 'its disk is full')
  server.audit.check(server.stderr())

  await server.kill()
  const onFull = await startServer({ data, args: ['--trust-proxy', 'loopback'] })
  servers.push(onFull)
  onFull.audit.expect(503)
  await assertAllThere(onFull, groups)
  // What SQLite brings from its log into the book at the start may leave some room.
  const again = new SimotelClient(onFull)
  await writeUntilFull(again, groups[0] as Written)
  await assertAllThere(onFull, groups)

  rmSync(ballast)
  for (const group of groups) await write(again, group)
  await until('the health tells that it is over', async () => !(await isReadOnly(onFull)))
  await until('the book has the block of an address that guesses', async () => {
    const { status } = await guessLox24(new Lox24Client(onFull))
    return status === 429 && (await onFull.cli('block', 'list')).includes(stranger)
  })
  await assertAllThere(onFull, groups)
  onFull.audit.check(onFull.stderr())

  await onFull.kill()
  const book = new DatabaseSync(join(data, 'book.db'))
  assert.deepEqual(
    book
      .prepare('pragma integrity_check')
      .all()
      .map((row) => ({ ...row })),
    [{ integrity_check: 'ok' }],
  )
  book.close()
  const last = await startServer({ data })
  servers.push(last)
  await assertAllThere(last, groups)
})

const stranger = '203.0.113.7'

function guessLox24(lox24: Lox24Client): Promise<{ status: number }> {
  const headers = { 'X-LOX24-AUTH-TOKEN': '1:wrong', 'X-Forwarded-For': stranger }
  return lox24.call('GET', '/me', undefined, headers)
}

/** Checks that bad sign-ins are limited without a write. Known keys of other addresses are not touched. */
async function assertStrangersAreSlowed(server: Server, simotel: SimotelClient, lox24: Lox24Client): Promise<void> {
  const statuses: number[] = []
  while (statuses.length < 8) statuses.push((await guessLox24(lox24)).status)
  assert.deepEqual(statuses, [401, 401, 401, 401, 429, 429, 429, 429])
  assert.equal((await lox24.call('GET', '/me')).status, 200)
  const guess = (count: number) =>
    send(server, {
      path: '/api/v4/setting/ping/act',
      headers: { 'Content-Type': 'application/json', 'X-APIKEY': `guess ${count}`, 'X-Forwarded-For': stranger },
      body: '{}',
    })
  let answer = await guess(0)
  for (let count = 1; answer.status === 401; count++) answer = await guess(count)
  assertRefused(answer, 429, 'Too many requests')
  await simotel.data('setting/ping/act', {})
}

async function makeGroup(simotel: SimotelClient, lox24: Lox24Client, index: number): Promise<Written> {
  const { id, name } = await lox24.addGroup({ name: `writer ${index}` })
  const { data } = await simotel.data<{ data: { _id: string }[] }>('autodialer/groups/search', {
    alike: false,
    conditions: { name },
    pagination: { start: 0, count: 1, sorting: {} },
  })
  return { _id: String(data[0]?._id), lox24Id: id, version: 0 }
}

async function write(simotel: SimotelClient, group: Written): Promise<void> {
  const version = group.version + 1
  await simotel.data('autodialer/groups/update', { _id: group._id, numbers: listOf(version) })
  group.version = version
}

/** Writes version after version until one is refused. The refusal must be in the vendor's own words. */
async function writeUntilFull(simotel: SimotelClient, group: Written): Promise<void> {
  for (let count = 0; count < writesAtMost; count++) {
    const version = group.version + 1
    const answer = await simotel.call('autodialer/groups/update', { _id: group._id, numbers: listOf(version) })
    if (!answer.text.startsWith('{"success":1,')) return assertRefused(answer, 200, failed)
    group.version = version
  }
  assert.fail(`the disk is not full after ${writesAtMost} writes`)
}

/** Fills the room that was too small for a list, until not even a short text fits. */
async function fillTheRest(lox24: Lox24Client, group: Written): Promise<void> {
  for (let count = 0; count < writesAtMost; count++) {
    const answer = await lox24.call('PUT', `/groups/${group.lox24Id}`, { description: `${count}` })
    if (answer.status !== 200) return assertProblem(answer, 503, 'Service Unavailable')
  }
  assert.fail(`there is room for ${writesAtMost} names`)
}

/** Renames a folder. Returns the status. */
async function renameFolder(checkmarket: CheckMarketClient, id: number, name: string): Promise<number> {
  return (await checkmarket.call('PUT', `contactfolders/${id}`, { Name: name })).status
}

/** Adds accounts until one is refused. An account takes less room than the refused text: there may be room for some. */
async function addAccountsUntilFull(server: Server): Promise<void> {
  for (let count = 0; count < 20; count++) await server.cli('account', 'add', `account ${count}`)
}

/** Checks that every list is the one acknowledged last: no list is lost, and no refused one is there. */
async function assertAllThere(server: Server, groups: readonly Written[]): Promise<void> {
  const lox24 = new Lox24Client(server)
  for (const { lox24Id, version } of groups) {
    const { count_items } = await lox24.group(lox24Id)
    const csv = await lox24.call('GET', `/groups/${lox24Id}/file/csv`)
    const phones = csv.text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[1])
    assert.equal(count_items, version === 0 ? 0 : length)
    assert.deepEqual(phones, listOf(version), `version ${version}`)
  }
}

async function isReadOnly(server: Server): Promise<boolean> {
  const { status, text } = await send(server, { method: 'GET', path: '/healthz' })
  assert.equal(status, 200)
  return JSON.parse(text).readOnly
}

async function metricsOf(server: Server): Promise<string> {
  return (await send(server, { method: 'GET', path: '/metrics' })).text
}

function refusalsIn(metrics: string): number {
  return Number(/^dialbook_writes_failed_total (\d+)$/m.exec(metrics)?.[1])
}

/** Checks that each refused request has one log line, an error, with the reason and SQLite's own words. */
function assertLogged(server: Server, reason: string): void {
  const lines = server
    .stderr()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const errors = lines.filter(({ level }) => level === 'error')
  const ofTheLog = errors.filter(({ msg }) => msg === 'the log of requests failed')
  assert.ok(ofTheLog.length <= 1, 'the log of requests tells once')
  const failures = errors.filter((line) => !ofTheLog.includes(line))
  assert.ok(failures.length >= writers + 5)
  for (const { msg, error, requestId } of failures) {
    assert.equal(msg, 'request failed')
    assert.match(error.message, new RegExp(reason))
    assert.match(error.cause.message, /database or disk is full/)
    assert.equal(lines.filter((line) => line.requestId === requestId).length, 1)
  }
}
