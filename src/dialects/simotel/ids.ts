import { Refusal } from '../../core/errors.ts'

/**
 * Reads `_id`. A malformed id is answered like an unknown one, so that ids cannot be probed.
 *
 * @throws Refusal `missing_value` or `not_found`.
 */
export function readId(body: object): { readonly hexId: string } {
  if (!Object.hasOwn(body, '_id')) throw new Refusal('missing_value', '_id is required', '_id')
  const id: unknown = Reflect.get(body, '_id')
  if (typeof id !== 'string' || !/^[0-9a-f]{24}$/i.test(id)) {
    throw new Refusal('not_found', '_id must be 24 hexadecimal digits, as add and search answer it')
  }
  return { hexId: id.toLowerCase() }
}
