import type { AnyBodyReader, BodyReader } from '../../body/body-reader.ts'
import { type ParsedBody, parseBody, readLongBody } from '../body.ts'
import { Lox24Denial } from '../errors.ts'
import { memberOf } from '../members.ts'
import { PhoneList } from '../phones/phone-list.ts'
import type { GivenGroup } from './group.wire.ts'

const member = 'phones'

/** Makes the reader of a body of which `phones` is a list. `read` gets the body, with the list that was read in it. */
export function groupBody(name: AnyBodyReader, read: (body: ParsedBody) => GivenGroup): BodyReader<GivenGroup> {
  return {
    ...name,
    read: (raw) => read(parseBody(raw)),
    begin: (head) =>
      readLongBody(head, {
        member,
        newList: () => new PhoneList(),
        end: (parsed, list) => read({ ...parsed, value: withRead(parsed.value, list) }),
      }),
    errors: [Lox24Denial],
  }
}

/** Puts the list that was read in its place. */
function withRead(value: unknown, list: PhoneList | undefined): unknown {
  if (!list || typeof value !== 'object' || value === null) return value
  const given = memberOf(value, member)
  return typeof given === 'object' && given !== null ? { ...value, [member]: list } : value
}
