import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Refusal } from '../../core/errors.ts'
import { besideOf, explained, syncFolder } from './whole-file.ts'

/** The file by which a folder is known for an export. It is written last. */
export const manifestName = 'manifest.json'

/**
 * Refuses a folder that holds anything, or may not be replaced. Only an export is ever replaced: any other folder may hold what
 * its owner wants to keep.
 *
 * @throws Refusal
 */
export function refuseFull(folder: string, force: boolean): void {
  const there = statSync(folder, { throwIfNoEntry: false })
  if (!there) return
  if (!there.isDirectory()) throw new Refusal('conflict', `${folder} is a file: name a folder`)
  if (readdirSync(folder).length === 0) return
  if (!existsSync(join(folder, manifestName))) {
    throw new Refusal('conflict', `${folder} holds other files, and no export: name another folder`)
  }
  if (!force) throw new Refusal('conflict', `${folder} holds an export already: name another folder, or give --force`)
}

/**
 * Fills a folder beside its place, and puts it there when all of it is on disk. Only its owner may look into it.
 *
 * @throws Refusal when it cannot be written, or may not be replaced. Nothing of it is left then.
 */
export async function writeWholeFolder<T>(
  given: string,
  { force }: { readonly force: boolean },
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = resolve(given)
  refuseFull(folder, force)
  const beside = besideOf(folder)
  return explained(folder, async () => {
    await mkdir(beside, { mode: 0o700 })
    try {
      const answer = await fill(beside)
      await replace(folder, beside, force)
      return answer
    } catch (error) {
      await rm(beside, { recursive: true, force: true })
      throw error
    }
  })
}

async function replace(folder: string, beside: string, force: boolean): Promise<void> {
  refuseFull(folder, force)
  const isFull = existsSync(folder) && readdirSync(folder).length > 0
  const former = besideOf(folder)
  if (isFull) await rename(folder, former)
  try {
    // An empty folder is replaced by the renaming itself.
    await rename(beside, folder)
  } catch (error) {
    if (isFull) await rename(former, folder)
    throw error
  }
  await syncFolder(dirname(folder))
  if (isFull) await rm(former, { recursive: true })
}
