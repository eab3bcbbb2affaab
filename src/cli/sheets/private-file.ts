import { type FileHandle, open, rm } from 'node:fs/promises'
import { Refusal } from '../../core/errors.ts'

/** A file that only its owner may read. It is made before the work, so that a place that takes none is known in time. */
export interface PrivateFile {
  write(text: string | Uint8Array): Promise<void>
  /** Has all of it on disk. */
  close(): Promise<void>
  /** Takes the file away again. */
  discard(): Promise<void>
}

/**
 * Makes a file of mode 600.
 *
 * @throws Refusal when it cannot be made, or is there already and must not be replaced.
 */
export async function makePrivateFile(path: string, flag: string, replace: boolean): Promise<PrivateFile> {
  const handle = await openNew(path, flag, replace)
  return {
    write: async (text) => {
      await handle.writeFile(text)
    },
    async close() {
      await handle.sync()
      await handle.close()
    },
    async discard() {
      await handle.close()
      await rm(path, { force: true })
    },
  }
}

async function openNew(path: string, flag: string, replace: boolean): Promise<FileHandle> {
  try {
    const handle = await open(path, replace ? 'w' : 'wx', 0o600)
    await handle.chmod(0o600)
    return handle
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const why = isThere ? `${path} is there already: name another file` : (error as Error).message
    throw new Refusal('invalid_value', `cannot make the file of ${flag}: ${why}`, flag)
  }
}
