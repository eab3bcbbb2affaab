import type { AnyBodyReader, BodyReader } from '../../../body/body-reader.ts'
import { readListBody } from '../../../body/read-list-body.ts'
import { parseBody, refuseScan } from '../../body.ts'
import { denials } from '../../errors.ts'
import { withList } from '../../php-list.ts'
import { NumberList } from './number-list.ts'

const member = 'numbers'

/**
 * Makes the reader of a body of which `numbers` is a list. `read` gets the body, with the list that was read in it. `kept` names other
 * members that are lists or objects: all others are empty in a long body.
 */
export function numbersBody<T extends object>(
  name: AnyBodyReader,
  keepsStrange: boolean,
  read: (body: object) => T,
  kept: readonly string[] = [],
): BodyReader<T> {
  return {
    ...name,
    read: ({ bytes }) => read(withList(parseBody(bytes), member, bytes)),
    begin: () =>
      readListBody({
        member,
        kept,
        newList: () => new NumberList(keepsStrange),
        refuseItems() {
          throw denials.content('the body is an array, not an object')
        },
        end: (beside, list, others) => read(withRead(withKept(parseBody(beside), others), list)),
        refuse: refuseScan,
      }),
  }
}

/** Puts what was kept in its place. A later member of the same name counts, where that is no list. */
function withKept(body: object, kept: ReadonlyMap<string, object>): object {
  const there = [...kept].filter(
    ([name]) => typeof Reflect.get(body, name) === 'object' && Reflect.get(body, name) !== null,
  )
  return { ...body, ...Object.fromEntries(there) }
}

/** Puts the list that was read in its place. An object that is no list stays: it is refused like any other value. */
function withRead(body: object, list: NumberList | undefined): object {
  const given: unknown = Object.hasOwn(body, member) ? Reflect.get(body, member) : undefined
  const isThere = Array.isArray(given) || (typeof given === 'object' && given !== null && list?.count !== 0)
  return list?.isList && isThere ? { ...body, [member]: list } : body
}
