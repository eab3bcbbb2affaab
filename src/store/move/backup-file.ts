import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { type BackupRecord, decodeRecords, encodeRecord } from './backup-records.ts'

/*
 * A backup is a line with the version of the format, the records compressed by Zstandard, and the seal: a line with the
 * SHA-256 of all bytes before it. A file that was altered anywhere is found out before anything in it is used.
 */
const format = 1
const opening = 'DIALBOOK BACKUP '
const headLine = `${opening}${format}\n`
const sealOf = (sha256: string) => `DIALBOOK END ${sha256}\n`
const sealBytes = sealOf('0'.repeat(64)).length

/**
 * Writes a backup beside its place, and puts it there when all of it is on disk: nobody ever sees half a backup there.
 */
export async function writeBackupFile(file: string, records: AsyncIterable<BackupRecord>): Promise<void> {
  const unfinished = `${file}.${randomUUID().slice(0, 8)}.tmp`
  // The file is opened here and not by the stream: a stream that fails may still open it after it was removed.
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    await pipeline(
      async function* () {
        for await (const record of records) yield encodeRecord(record)
      },
      createZstdCompress(),
      sealed,
      handle.createWriteStream({ flush: true }),
    )
    await rename(unfinished, file)
    const folder = await open(dirname(file))
    await folder.sync().finally(() => folder.close())
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function* sealed(compressed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const hashed = (bytes: Buffer) => {
    hash.update(bytes)
    return bytes
  }
  yield hashed(Buffer.from(headLine))
  for await (const bytes of compressed) yield hashed(bytes)
  yield Buffer.from(sealOf(hash.digest('hex')))
}

/**
 * The records of a backup, of which every byte must be as it was written.
 *
 * @throws Error before the first record, for a backup that is cut off, altered or of another format, and for any other
 * file.
 */
export async function* readBackupFile(file: string): AsyncGenerator<BackupRecord> {
  const end = await checkSeal(file)
  const compressed = createReadStream(file, { start: headLine.length, end: end - 1 })
  const plain = createZstdDecompress()
  const flowing = pipeline(compressed, plain)
  // The end of the pipeline is awaited below. A failure before that also ends the records.
  flowing.catch(() => undefined)
  yield* decodeRecords(plain)
  await flowing
}

/** Checks the seal, and returns the position at which it begins. */
async function checkSeal(file: string): Promise<number> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const head = await textAt(handle, 0, headLine.length)
    if (!head.startsWith(opening)) throw new Error('it is not a backup that dialbook made')
    const version = /^(\d+)\n/.exec(head.slice(opening.length))?.[1]
    if (version === undefined) throw new Error('it is damaged: its first line was altered')
    if (Number(version) !== format) {
      throw new Error(
        `it has format ${version}, this dialbook knows format ${format}: restore it with the dialbook that made it`,
      )
    }
    const end = size - sealBytes
    const seal = await textAt(handle, Math.max(end, 0), sealBytes)
    if (!/^DIALBOOK END [0-9a-f]{64}\n$/.test(seal))
      throw new Error('it is cut off or damaged: its last line is not there')
    const hash = createHash('sha256')
    for await (const bytes of handle.createReadStream({ start: 0, end: end - 1, autoClose: false })) hash.update(bytes)
    if (seal !== sealOf(hash.digest('hex'))) throw new Error('it was altered or damaged: its checksum is another')
    return end
  } finally {
    await handle.close()
  }
}

async function textAt(handle: Awaited<ReturnType<typeof open>>, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  return buffer.toString('latin1', 0, bytesRead)
}
