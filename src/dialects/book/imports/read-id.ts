import { denials } from '../errors.ts'

/**
 * Reads the id of an import in a path. Any other text is the id of nothing.
 *
 * @throws BookDenial 404.
 */
export function readId(id: string | undefined): string {
  if (id === undefined || !/^[0-9a-f]{24}$/.test(id)) throw denials.noImport()
  return id
}
