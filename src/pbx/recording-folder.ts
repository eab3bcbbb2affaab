import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import type { FinishedRecording, KeptFile, RecordingFiles } from '../core/recording/recording-files.ts'
import { wavHeader } from './wav.ts'

/** The form of recordings: `mp3` and `opus` are made by ffmpeg, where it is there. */
export type RecordingFormat = 'wav' | 'mp3' | 'opus'

/** The folder within the folder of recordings in which the PBX writes. */
export const rawFolder = 'raw'

/** The sampling rate of what the PBX records. */
const rate = 8000

/** A recording without an end, as of a PBX that was killed, is taken in when nothing was written to it for so long. */
const abandonedMs = 60 * 60 * 1000

/** The PBX says that a recording has ended right before it writes the last of it. */
const settledMs = 500

const encoders: Readonly<Record<Exclude<RecordingFormat, 'wav'>, readonly string[]>> = {
  mp3: ['-codec:a', 'libmp3lame', '-b:a', '32k'],
  opus: ['-codec:a', 'libopus', '-b:a', '24k'],
}

/**
 * The recordings of a folder. The PBX writes `raw/ACCOUNT-STEM.raw`, two channels of 8 kHz, a line about the call to
 * `raw/ACCOUNT-STEM.call` as it begins, and to `raw/ACCOUNT-STEM.txt` as it ends; the files that are kept lie in a folder for each account.
 */
export function recordingFolder(folder: string, format: RecordingFormat, encoder = 'ffmpeg'): RecordingFiles {
  const raw = join(folder, rawFolder)
  const rawFile = ({ accountId, stem }: FinishedRecording, ending: string) => join(raw, `${accountId}-${stem}${ending}`)
  const keptFile = (accountId: number, file: string): string => {
    if (!/^[\w.-]+$/.test(file) || file.startsWith('.')) throw new Error('a recording has a strange name')
    return join(folder, String(accountId), file)
  }
  return {
    async finished() {
      const names = await orNone(readdir(raw))
      const found: FinishedRecording[] = []
      for (const name of names ?? []) {
        const [, account, stem] = /^(\d+)-([\w.-]+)\.raw$/.exec(name) ?? []
        if (account === undefined || stem === undefined) continue
        const about = await finishedAs(raw, { accountId: Number(account), stem })
        if (about) found.push(about)
      }
      return found
    },
    async keep(finished) {
      const source = rawFile(finished, '.raw')
      const { size } = await stat(source)
      // A call whose sides never spoke to each other.
      if (size < 4) return undefined
      const wav = keptFile(finished.accountId, `${finished.stem}.wav`)
      await mkdir(join(folder, String(finished.accountId)), { recursive: true, mode: 0o700 })
      await writeWav(source, size - (size % 4), wav)
      const file = await encode(wav, format, encoder)
      const path = keptFile(finished.accountId, file)
      const kept: KeptFile = { file, bytes: (await stat(path)).size, sha256: await sumOf(path) }
      return kept
    },
    async forget(finished) {
      for (const ending of ['.raw', '.txt', '.call']) await rm(rawFile(finished, ending), { force: true })
    },
    async open(accountId, file) {
      const path = keptFile(accountId, file)
      const found = await orNone(stat(path))
      return found && { bytes: found.size, chunks: createReadStream(path) }
    },
    sum: (accountId, file) => orNone(sumOf(keptFile(accountId, file))),
    remove: (accountId, file) => rm(keptFile(accountId, file), { force: true }),
  }
}

/** What the PBX has told of a recording that has ended; undefined while it goes on. */
async function finishedAs(
  raw: string,
  { accountId, stem }: Pick<FinishedRecording, 'accountId' | 'stem'>,
): Promise<FinishedRecording | undefined> {
  const base = join(raw, `${accountId}-${stem}`)
  const found = await orNone(stat(`${base}.raw`))
  if (!found) return undefined
  const told = await orNone(readFile(`${base}.txt`, 'utf8'))
  const idleMs = Date.now() - found.mtimeMs
  if (idleMs < settledMs || (told === undefined && idleMs < abandonedMs)) return undefined
  // A line that found no room on the disk is empty.
  const line = told?.trim() ? told : await orNone(readFile(`${base}.call`, 'utf8'))
  const fields = new Map(
    (line ?? '')
      .trim()
      .split(',')
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=')
        return [name, value]
      }),
  )
  const at = (name: string, otherwise: number) => Number(fields.get(name) ?? 0) * 1000 || Math.round(otherwise)
  return {
    accountId,
    stem,
    callId: fields.get('call') ?? '',
    extension: fields.get('extension') ?? '',
    other: fields.get('other') ?? '',
    startedAt: at('start', found.birthtimeMs),
    endedAt: at('end', found.mtimeMs),
  }
}

async function writeWav(source: string, length: number, target: string): Promise<void> {
  const draft = `${target}.new`
  const file = createWriteStream(draft, { mode: 0o600 })
  file.write(wavHeader(2, rate, length))
  try {
    await pipeline(createReadStream(source, { end: length - 1 }), file)
  } catch (error) {
    // On a full disk half a file would take the room that others need.
    await rm(draft, { force: true })
    throw error
  }
  await rename(draft, target)
}

/** Brings a WAV file into its form by ffmpeg. It stays as it is where that is not there, or fails. Returns the name of the file. */
async function encode(wav: string, format: RecordingFormat, encoder: string): Promise<string> {
  const stem = wav.slice(0, -'.wav'.length)
  const nameOf = (ending: string) => `${stem.slice(stem.lastIndexOf('/') + 1)}.${ending}`
  if (format === 'wav') return nameOf('wav')
  const draft = `${stem}.new.${format}`
  const args = ['-nostdin', '-loglevel', 'error', '-y', '-i', wav, ...encoders[format], draft]
  try {
    await promisify(execFile)(encoder, args)
    await chmod(draft, 0o600)
    await rename(draft, `${stem}.${format}`)
  } catch {
    await rm(draft, { force: true })
    return nameOf('wav')
  }
  await rm(wav)
  return nameOf(format)
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** The outcome of an access to a file; undefined where there is no such file. */
async function orNone<T>(access: Promise<T>): Promise<T | undefined> {
  return access.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
