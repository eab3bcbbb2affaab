import { denials } from './errors.ts'

/**
 * Reads an id of a path. An id above 2^53 - 1 is never given out, and is unknown like any other.
 *
 * @throws Lox24Denial 404.
 */
export function readId(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) throw denials.identifier()
  const id = Number(text)
  if (!Number.isSafeInteger(id)) throw denials.notFound()
  return id
}
