import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SoundFiles } from '../core/sound/sound-shelf.ts'
import { compressedKind, decodeSound } from './decode-sound.ts'
import { readSound } from './read-sound.ts'
import { wavHeader } from './wav.ts'

/** The sampling rate that the PBX plays. */
const rate = 8000

/** The sounds of a folder. Each file has the SHA-256 of its bytes as its name, so that it never changes. mp3 and Ogg are read by ffmpeg. */
export function soundFolder(folder: string, ffmpeg = 'ffmpeg'): SoundFiles {
  const pathOf = (sha256: string) => join(folder, `${sha256}.wav`)
  const has = (sha256: string) =>
    access(pathOf(sha256)).then(
      () => true,
      () => false,
    )
  return {
    async convert(given) {
      const kind = compressedKind(given)
      const samples = await (kind ? decodeSound(given, kind, rate, ffmpeg) : readSound(given, rate))
      const sound = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
      const bytes = Buffer.concat([wavHeader(1, rate, sound.length), sound])
      return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes }
    },
    async put(sha256, bytes) {
      if (await has(sha256)) return
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = join(folder, `${sha256}.${randomUUID()}.new`)
      await writeFile(draft, bytes, { mode: 0o600 })
      await rename(draft, pathOf(sha256))
    },
    has,
  }
}
