import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { ImportFile } from '../../core/import/import-options.ts'
import type { FileHints } from '../../core/import/record-file.ts'
import type { Edge } from '../edge.ts'
import { standardInput } from '../read-secret.ts'
import type { Stop } from './stop.ts'

/**
 * Opens the files of an import.
 *
 * @throws Refusal `invalid_value` of `file`, which names the file where there are several.
 */
export async function openFiles(
  core: Pick<Core, 'files'>,
  edge: Pick<Edge, 'inputBytes'>,
  stop: Stop,
  paths: readonly string[],
  hints: Omit<FileHints, 'filename'>,
): Promise<ImportFile[]> {
  if (paths.filter((path) => path === standardInput).length > 1) {
    throw new Refusal('invalid_value', 'standard input can be read once only', 'file')
  }
  const files: ImportFile[] = []
  for (const path of paths) {
    const name = path === standardInput ? 'standard input' : basename(path)
    const named = (error: unknown): unknown =>
      error instanceof Refusal && paths.length > 1
        ? new Refusal(error.code, `${name}: ${error.message}`, error.field)
        : error
    const bytes = path === standardInput ? edge.inputBytes() : read(path)
    const file = await core.files.open(stop.until(bytes), { ...hints, filename: name }).catch((error) => {
      throw named(error)
    })
    files.push({
      name,
      file: {
        ...file,
        async *batches() {
          try {
            yield* file.batches()
          } catch (error) {
            throw named(error)
          }
        },
      },
    })
  }
  return files
}

async function* read(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch (error) {
    throw new Refusal('invalid_value', `cannot read the file: ${(error as Error).message}`, 'file')
  }
}
