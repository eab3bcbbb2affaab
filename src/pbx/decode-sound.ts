import { execFile } from 'node:child_process'
import { Refusal } from '../core/errors.ts'
import { longestSound } from './read-sound.ts'

/** Milliseconds after which a decoding is given up: the longest sound takes a few seconds. */
const patience = 60_000

/** The folders in which ffmpeg is looked for where `recording.encoder` is no path. */
const programs = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin'

/** The name by which ffmpeg knows a file of mp3 or Ogg, by its first bytes; undefined for every other file. */
export function compressedKind(given: Uint8Array): 'mp3' | 'ogg' | undefined {
  const [first = 0, second = 0] = given
  const start = Buffer.from(given.subarray(0, 4)).toString('latin1')
  if (start === 'OggS') return 'ogg'
  // A tag, or a frame of layer III.
  if (start.startsWith('ID3') || (first === 0xff && (second & 0xe6) === 0xe2)) return 'mp3'
  return undefined
}

/**
 * Reads a file of mp3 or Ogg (Opus, Vorbis) by ffmpeg, as samples of 16 bits, one channel, at the wanted rate. The file comes from
 * people who may mean harm: ffmpeg is told its kind, sees no other file, no address and no secret of the server's environment, and has a limit of time.
 *
 * @throws Refusal `invalid_value` of `file` where ffmpeg is not there, or finds no sound.
 */
export async function decodeSound(
  given: Uint8Array,
  kind: string,
  wantedRate: number,
  ffmpeg: string,
): Promise<Int16Array> {
  const limits = ['-nostdin', '-loglevel', 'error', '-threads', '1', '-protocol_whitelist', 'pipe']
  const output = [
    '-map',
    '0:a:0',
    '-t',
    `${longestSound + 1}`,
    '-ac',
    '1',
    '-ar',
    `${wantedRate}`,
    '-f',
    's16le',
    'pipe:1',
  ]
  const bytes = await run(
    ffmpeg,
    [...limits, '-f', kind, '-i', 'pipe:0', ...output],
    given,
    (longestSound + 2) * wantedRate * 2,
  )
  if (bytes.length < 2) throw refused('has no sound')
  if (bytes.length / 2 / wantedRate > longestSound) throw refused(`is longer than ${longestSound / 60} minutes`)
  return Int16Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readInt16LE(2 * at))
}

function run(program: string, args: readonly string[], input: Uint8Array, maxBuffer: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const options = { encoding: 'buffer', maxBuffer, timeout: patience, env: { PATH: programs } } as const
  const child = execFile(program, args, options, (error, found) => {
    if (!error) resolve(found)
    else if (typeof error.code === 'string' && error.syscall !== undefined) {
      reject(
        refused(
          'is mp3 or Ogg, for which the server needs ffmpeg (recording.encoder), and has none: convert it to WAV first',
        ),
      )
    } else reject(refused('is named mp3 or Ogg by its first bytes, and ffmpeg cannot read it'))
  })
  // ffmpeg ends before it has read all where it finds no sound, which the end tells.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  return promise
}

function refused(problem: string): Refusal {
  return new Refusal('invalid_value', `the file ${problem}`, 'file')
}
