import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { rawFolder, recordingFolder } from './recording-folder.ts'

const folder = await mkdtemp(join(tmpdir(), 'dialbook-recordings-'))
after(() => rm(folder, { recursive: true }))
const raw = join(folder, rawFolder)
await mkdir(raw)

/** Puts what the PBX leaves of a call, as it was written so many milliseconds ago. */
async function leave(stem: string, told: string | undefined, agoMs = 10_000, bytes = 4000): Promise<void> {
  const path = join(raw, `7-${stem}.raw`)
  await writeFile(path, Buffer.alloc(bytes, 1))
  if (told !== undefined) await writeFile(join(raw, `7-${stem}.txt`), told)
  const at = (Date.now() - agoMs) / 1000
  await utimes(path, at, at)
}

describe('recordingFolder', () => {
  const files = recordingFolder(folder, 'wav')
  const told = 'call=1.1,extension=530,other=571,start=1700000000,end=1700000009\n'

  it('finds what the PBX has finished, and nothing that goes on', async () => {
    await leave('20260101_1.1', told)
    await leave('20260101_1.2', told, 0)
    await leave('20260101_1.3', undefined)
    await leave('20260101_1.4', undefined, 2 * 60 * 60 * 1000)
    await writeFile(join(raw, 'notes'), '')
    const found = (await files.finished()).sort((one, other) => one.stem.localeCompare(other.stem))
    assert.deepEqual(
      found.map(({ stem }) => stem),
      ['20260101_1.1', '20260101_1.4'],
    )
    const about = { callId: '1.1', extension: '530', other: '571' }
    const times = { startedAt: 1_700_000_000_000, endedAt: 1_700_000_009_000 }
    assert.deepEqual(found[0], { accountId: 7, stem: '20260101_1.1', ...about, ...times })
  })

  it('keeps it for its owner only, and forgets the rest', async () => {
    const [first] = (await files.finished()).filter(({ stem }) => stem === '20260101_1.1')
    assert.ok(first)
    const kept = await files.keep(first)
    assert.deepEqual([kept?.file, kept?.bytes], ['20260101_1.1.wav', 4044])
    assert.equal(await files.sum(7, '20260101_1.1.wav'), kept?.sha256)
    assert.equal((await stat(join(folder, '7/20260101_1.1.wav'))).mode & 0o777, 0o600)
    await files.forget(first)
    assert.ok(!(await readdir(raw)).some((name) => name.includes('1.1.')))
    await files.remove(7, '20260101_1.1.wav')
    assert.equal(await files.sum(7, '20260101_1.1.wav'), undefined)
    assert.equal(await files.open(7, '20260101_1.1.wav'), undefined)
  })

  it('keeps WAV where the encoder is not there, and what it makes where it is', async () => {
    await leave('20260101_2.1', told)
    const [one] = (await files.finished()).filter(({ stem }) => stem === '20260101_2.1')
    assert.ok(one)
    const none = recordingFolder(folder, 'opus', join(folder, 'no-such-program'))
    assert.equal((await none.keep(one))?.file, '20260101_2.1.wav')
    // A program that is called as ffmpeg is: it copies its input to its output.
    const encoder = join(folder, 'encoder')
    await writeFile(
      encoder,
      '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = -i ] && in="$2"; shift; done\ncp "$in" "$1"\n',
      {
        mode: 0o700,
      },
    )
    const kept = await recordingFolder(folder, 'opus', encoder).keep(one)
    assert.equal(kept?.file, '20260101_2.1.opus')
    assert.deepEqual(await readdir(join(folder, '7')), ['20260101_2.1.opus'])
    assert.equal((await stat(join(folder, '7/20260101_2.1.opus'))).mode & 0o777, 0o600)
  })

  it('knows of whom a recording is whose end was not told', async () => {
    for (const [stem, told] of [
      ['20260101_4.1', ''],
      ['20260101_4.2', undefined],
    ] as const) {
      await leave(stem, told, 2 * 60 * 60 * 1000)
      await writeFile(join(raw, `7-${stem}.call`), 'call=1.1,extension=530,other=571,start=1700000000\n')
      const [one] = (await files.finished()).filter((each) => each.stem === stem)
      assert.deepEqual([one?.extension, one?.other, one?.startedAt], ['530', '571', 1_700_000_000_000])
      if (one) await files.forget(one)
      assert.ok(!(await readdir(raw)).some((name) => name.includes(stem)))
    }
  })

  it('leaves nothing of a call in which nothing was said', async () => {
    await leave('20260101_3.1', told, 10_000, 0)
    const [silent] = (await files.finished()).filter(({ stem }) => stem === '20260101_3.1')
    assert.ok(silent)
    assert.equal(await files.keep(silent), undefined)
  })

  it('opens nothing outside of its folder', async () => {
    for (const file of ['../x', '/etc/passwd', '.hidden', '']) {
      await assert.rejects(async () => files.open(7, file), /strange name/)
    }
  })
})
