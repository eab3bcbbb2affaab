import { open } from 'node:fs/promises'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { SheetSource } from '../../core/sheet/read-rows.ts'
import { nameOfFile } from './import-options.ts'

/**
 * Opens files of extensions or contacts.
 *
 * @throws Refusal when one cannot be read.
 */
export async function openSources(
  core: Core,
  paths: readonly string[],
  sheet: string | undefined,
): Promise<SheetSource[]> {
  const sources: SheetSource[] = []
  for (const path of paths) {
    const filename = nameOfFile(path)
    const hints = { filename, cards: 'contacts' as const, ...(sheet !== undefined && { sheet }) }
    sources.push({ filename, file: await core.files.open(await bytesOf(path), hints) })
  }
  return sources
}

async function bytesOf(path: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    const handle = await open(path)
    return handle.createReadStream()
  } catch (error) {
    throw new Refusal('invalid_value', `cannot read the file: ${(error as Error).message}`, 'file')
  }
}
