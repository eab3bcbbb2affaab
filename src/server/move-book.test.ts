import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readConfigFile } from '../app.ts'
import { resolveSettings } from '../config/config.ts'
import { fingerprintOf, writeKey } from '../secrets/key-file.ts'
import { establishFact } from '../store/engine/facts.ts'
import { openEngine, versionAt } from '../store/open-engine.ts'
import { backUpBook, restoreBook } from './move-book.ts'

const mover = { pid: process.pid, report: () => undefined, warn: () => undefined }

/** A folder with a book of an older version in `data`, and the settings for any folder beside it. */
async function buildOlderBook(t: TestContext, version: number) {
  const folder = await mkdtemp(join(tmpdir(), 'dialbook-move-'))
  t.after(() => rm(folder, { recursive: true }))
  const data = join(folder, 'data')
  const key = writeKey(data, randomBytes(32))
  const engine = await openEngine({ folder: data }, { upTo: version })
  if (version > 3) await engine.transaction((session) => establishFact(session, 'key', fingerprintOf(key)))
  await engine.close()
  const settingsFor = (name: string) =>
    resolveSettings({ flags: { data: join(folder, name) }, env: {}, file: readConfigFile(undefined) }).settings
  return { folder, data, settingsFor }
}

test('a book of an older version is backed up and restored in that version', async (t) => {
  const { folder, data, settingsFor } = await buildOlderBook(t, 6)
  const file = join(folder, 'a.backup')
  await backUpBook(settingsFor('data'), file, { withKey: true, force: false, skipDamaged: false }, mover)
  assert.equal(await versionAt({ folder: data }), 6)
  await restoreBook(settingsFor('restored'), file, mover)
  assert.equal(await versionAt({ folder: join(folder, 'restored') }), 6)
})

test('a book too old for backups is refused, and left as it is', async (t) => {
  const { folder, data, settingsFor } = await buildOlderBook(t, 3)
  const made = backUpBook(
    settingsFor('data'),
    join(folder, 'a.backup'),
    { withKey: true, force: false, skipDamaged: false },
    mover,
  )
  await assert.rejects(made, /it has version 3, and only those from 4 on can be moved: copy its folder/)
  assert.equal(await versionAt({ folder: data }), 3)
})
