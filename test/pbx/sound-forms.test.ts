import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { compressedKind, decodeSound } from '../../src/pbx/decode-sound.ts'
import { wavOf } from '../acceptance/support/wav.ts'
import { hasProgram } from '../has-program.ts'
import { hasTone } from './support/tone.ts'

const noFfmpeg = hasProgram('ffmpeg') ? false : 'NO FFMPEG HERE, so mp3 and Ogg are not tried: apt-get install ffmpeg'

/** Two seconds of 1000 Hz, as ffmpeg writes them. */
function made(...form: string[]): Buffer {
  const input = wavOf({ rate: 44_100, channels: 2, seconds: 2, tone: 1000 })
  return execFileSync('ffmpeg', ['-loglevel', 'error', '-i', 'pipe:0', ...form, 'pipe:1'], { input })
}

const forms: readonly (readonly [string, 'mp3' | 'ogg', readonly string[]])[] = [
  ['mp3', 'mp3', ['-f', 'mp3']],
  ['mp3 without a tag', 'mp3', ['-f', 'mp3', '-id3v2_version', '0', '-write_xing', '0']],
  ['mp3 of 22 kHz', 'mp3', ['-ar', '22050', '-ac', '1', '-f', 'mp3']],
  ['Opus', 'ogg', ['-c:a', 'libopus', '-f', 'ogg']],
  ['Vorbis', 'ogg', ['-c:a', 'libvorbis', '-f', 'ogg']],
]

describe('decodeSound', () => {
  for (const [name, kind, form] of forms) {
    it(`keeps a tone of ${name}`, { skip: noFfmpeg }, async () => {
      const bytes = made(...form)
      assert.equal(compressedKind(bytes), kind)
      const samples = await decodeSound(bytes, kind, 8000, 'ffmpeg')
      // mp3 has silence around the sound.
      assert.ok(samples.length >= 15_900 && samples.length < 17_000, `${samples.length} samples`)
      const middle = [...samples.subarray(4000, 12_000)]
      assert.deepEqual([hasTone(1000, middle), hasTone(440, middle)], [true, false])
    })
  }

  it('refuses what only begins like one', { skip: noFfmpeg }, async () => {
    for (const start of ['ID3 not a sound', 'OggS', 'OggS and nothing else']) {
      const bytes = Buffer.from(start)
      const kind = compressedKind(bytes) ?? assert.fail(start)
      await assert.rejects(decodeSound(bytes, kind, 8000, 'ffmpeg'), { code: 'invalid_value', field: 'file' }, start)
    }
    const half = made('-c:a', 'libvorbis', '-f', 'ogg').subarray(0, 60)
    await assert.rejects(decodeSound(half, 'ogg', 8000, 'ffmpeg'), { field: 'file' })
  })

  it('refuses a sound of more than 30 minutes', { skip: noFfmpeg }, async () => {
    const silence = ['-loglevel', 'error', '-f', 'lavfi', '-t', '1802', '-i', 'anullsrc=r=8000:cl=mono']
    const bytes = execFileSync('ffmpeg', [...silence, '-b:a', '8k', '-f', 'mp3', 'pipe:1'], { maxBuffer: 10 ** 8 })
    await assert.rejects(decodeSound(bytes, 'mp3', 8000, 'ffmpeg'), /longer than 30 minutes/)
  })

  it('says that ffmpeg is needed where there is none', async () => {
    await assert.rejects(decodeSound(Buffer.from('ID3'), 'mp3', 8000, '/nowhere/ffmpeg'), {
      code: 'invalid_value',
      message: /needs ffmpeg \(recording\.encoder\)/,
    })
  })

  it('takes nothing else for mp3 or Ogg', () => {
    for (const other of [
      wavOf(),
      Buffer.alloc(0),
      Buffer.from([0xff]),
      Buffer.from('#EXTM3U\n/etc/passwd'),
      Buffer.from('fLaC'),
    ]) {
      assert.equal(compressedKind(other), undefined)
    }
  })
})
