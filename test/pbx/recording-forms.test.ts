import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { recordingFolder } from '../../src/pbx/recording-folder.ts'
import { wavHeader } from '../../src/pbx/wav.ts'
import { hasProgram } from '../has-program.ts'
import { channelsOf, hasTone } from './support/tone.ts'

const noFfmpeg = hasProgram('ffmpeg') ? false : 'NO FFMPEG HERE, so mp3 and opus are not tried: apt-get install ffmpeg'

for (const form of ['mp3', 'opus'] as const) {
  test(`a recording becomes ${form} by the real ffmpeg, each side on its channel`, { skip: noFfmpeg }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'dialbook-forms-'))
    t.after(() => rm(folder, { recursive: true }))
    await mkdir(join(folder, 'raw'))
    // Two seconds: 440 Hz on the left, 1000 on the right.
    const sound = Buffer.alloc(4 * 16_000)
    for (let at = 0; at < 16_000; at++) {
      sound.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * at) / 8000)), 4 * at)
      sound.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 1000 * at) / 8000)), 4 * at + 2)
    }
    const path = join(folder, 'raw/7-20260101_1.1.raw')
    await writeFile(path, sound)
    await writeFile(path.replace('.raw', '.txt'), 'call=1.1,extension=530\n')
    await utimes(path, 1_700_000_000, 1_700_000_000)
    const files = recordingFolder(folder, form)
    const [one] = await files.finished()
    assert.ok(one)
    const kept = await files.keep(one)
    assert.equal(kept?.file, `20260101_1.1.${form}`)
    assert.ok(kept.bytes < sound.length / 3, `${kept.bytes} bytes`)
    const made = join(folder, '7', kept.file)
    const probe = ['-v', 'error', '-show_entries', 'stream=codec_name,channels', '-of', 'csv=p=0', made]
    assert.equal((await promisify(execFile)('ffprobe', probe)).stdout.trim(), `${form},2`)
    const decode = ['-v', 'error', '-i', made, '-ar', '8000', '-f', 's16le', 'pipe:1']
    const { stdout } = await promisify(execFile)('ffmpeg', decode, { encoding: 'buffer' })
    const [left = [], right = []] = channelsOf(Buffer.concat([wavHeader(2, 8000, stdout.length), stdout]))
    assert.deepEqual([hasTone(440, left), hasTone(1000, left)], [true, false])
    assert.deepEqual([hasTone(440, right), hasTone(1000, right)], [false, true])
  })
}
