import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { mountDisk, noDisk } from '../acceptance/support/small-disk.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxOptions } from './support/connected.ts'
import { type Link, startLink } from './support/link.ts'

interface Shown {
  readonly bytes: number
  readonly extension: string
  readonly other: string
}

test('a full disk of recordings leaves calls alone, and what was recorded comes in when there is room', {
  skip: noAsterisk,
}, async (t) => {
  let link: Link | undefined
  const disk = mountDisk(t, 1, async () => link?.stop())
  if (!disk) return t.skip(noDisk)
  const settings = ['--recording-folder', disk.folder]
  link = await startLink((asterisk) => [...pbxOptions(asterisk), ...settings], settings)
  const { cli } = link.client.server
  const caller = await link.registered({ call_record: 'yes' })
  const callee = await link.registered()
  const listed = async () =>
    JSON.parse(await cli('recordings', 'list', '--account', 'acme', '--json')).recordings as Shown[]
  const raw = async () => {
    const names = (await readdir(join(disk.folder, 'raw'))).filter((name) => name.endsWith('.raw'))
    return Promise.all(names.map(async (name) => (await stat(join(disk.folder, 'raw', name))).size))
  }
  const call = caller.phone.call(callee.extension.number)
  assert.equal(await call.answered, 200)
  await eventually('some is recorded', async () => ((await raw())[0] ?? 0) > 32_000)
  disk.fill()
  const heard = callee.phone.heard
  await eventually('they talk on', () => callee.phone.heard > heard + 100)
  await call.hangUp()
  // Nothing can be said of a call that begins now, and it goes through all the same.
  const second = caller.phone.call(callee.extension.number)
  assert.equal(await second.answered, 200)
  await second.hangUp()
  assert.equal((await listed()).length, 0)
  disk.makeRoom()
  const third = caller.phone.call(callee.extension.number)
  assert.equal(await third.answered, 200)
  await eventually('both hear each other', () => callee.phone.heard > heard + 300)
  await third.hangUp()
  await eventually('the recordings come in', async () => (await listed()).length === 2)
  assert.match(await cli('recordings', 'verify', '--account', 'acme', ...settings), /recordings: 2, not whole: 0/)
  // The first one as far as it got, although its end could not be told.
  const shown = (await listed()).sort((one, other) => one.bytes - other.bytes)
  assert.ok((shown[0]?.bytes ?? 0) > 32_000 && (shown[1]?.bytes ?? 0) > (shown[0]?.bytes ?? 0))
  for (const { extension, other } of shown) {
    assert.deepEqual([extension, other], [caller.extension.number, callee.extension.number])
  }
  assert.deepEqual(
    (await readdir(join(disk.folder, 'raw'))).filter((name) => name.endsWith('.raw')),
    [],
  )
})
