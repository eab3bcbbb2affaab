import type { AnyBodyReader, BodyReader } from '../../../body/body-reader.ts'
import { readListBody } from '../../../body/read-list-body.ts'
import { parseBody, refuseScan } from '../../body.ts'
import { denials } from '../../errors.ts'
import { withList } from '../../php-list.ts'
import { NumberList } from './number-list.ts'

const member = 'numbers'

/** Makes the reader of a body of which `numbers` is a list. `read` gets the body, with the list that was read in it. */
export function numbersBody<T extends object>(
  name: AnyBodyReader,
  keepsStrange: boolean,
  read: (body: object) => T,
): BodyReader<T> {
  return {
    ...name,
    read: ({ bytes }) => read(withList(parseBody(bytes), member, bytes)),
    begin: () =>
      readListBody({
        member,
        newList: () => new NumberList(keepsStrange),
        refuseItems() {
          throw denials.content('the body is an array, not an object')
        },
        end: (beside, list) => read(withRead(parseBody(beside), list)),
        refuse: refuseScan,
      }),
  }
}

/** Puts the list that was read in its place. An object that is no list stays: it is refused like any other value. */
function withRead(body: object, list: NumberList | undefined): object {
  const given: unknown = Object.hasOwn(body, member) ? Reflect.get(body, member) : undefined
  const isThere = Array.isArray(given) || (typeof given === 'object' && given !== null && list?.count !== 0)
  return list?.isList && isThere ? { ...body, [member]: list } : body
}
