import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Refusal } from '../../core/errors.ts'
import { inPieces } from './in-pieces.ts'

/** The name beside a place under which something is written before it is whole. */
export function besideOf(place: string): string {
  return `${place}.${randomUUID().slice(0, 8)}.tmp`
}

/**
 * Refuses the place of a file that is there already and may not be replaced. What is no file never may: a device, as
 * /dev/null, would be gone for everybody.
 *
 * @throws Refusal
 */
export function refuseTaken(file: string, force: boolean): void {
  const there = statSync(file, { throwIfNoEntry: false })
  if (!there) return
  if (!there.isFile()) {
    throw new Refusal('conflict', `${file} is no file: name one, or leave --out away for the standard output`)
  }
  if (!force) throw new Refusal('conflict', `${file} is there already: name another file, or give --force`)
}

/**
 * Writes a file beside its place, and puts it there when all of it is on disk: nobody ever sees half a file there. Only its
 * owner may read it, since it holds what people's numbers are.
 *
 * @throws Refusal when it is there already and may not be replaced. Nothing of it is left after any error.
 */
export async function writeWholeFile(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  { force }: { readonly force: boolean },
): Promise<void> {
  refuseTaken(file, force)
  const beside = besideOf(file)
  try {
    await writeFresh(beside, chunks)
    if (force) await rename(beside, file)
    else await putNew(beside, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

/** Writes a file that is not there yet, to the disk. */
export async function writeFresh(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const piece of inPieces(chunks)) await handle.writeFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Gives the file its name where no other has got it meanwhile. A file system without links is asked beforehand. */
async function putNew(beside: string, file: string): Promise<void> {
  try {
    await link(beside, file)
    await rm(beside)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') refuseTaken(file, false)
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) throw error
    refuseTaken(file, false)
    await rename(beside, file)
  }
}

/** Makes the names in a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

/** Says of which place an error of the system is. */
export async function explained<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new Refusal('unavailable', `cannot write ${place}, and nothing of it is left: ${(error as Error).message}`)
  }
}

/** The code of an error of the system, as ENOSPC; empty for any other error. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : ''
}
