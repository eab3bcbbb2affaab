import type { AnyBodyReader, BodyReader } from '../body/body-reader.ts'
import { readListBody } from '../body/read-list-body.ts'
import { objectOf } from './body.ts'
import { BookDenial, denials } from './errors.ts'
import { Numbers } from './values.ts'

interface ListBodyShape<T> {
  /** The member that is a long list of numbers. */
  readonly member: string
  /** Other members that are lists or objects. */
  readonly kept?: readonly string[]
  /** Every member that the call knows. */
  readonly known: readonly string[]
  readonly read: (body: object) => T
}

/** Makes the reader of a body of which one member is a long list of numbers. `read` gets the body, with the list that was read in it. */
export function listBody<T extends object>(
  name: AnyBodyReader,
  { member, kept = [], known, read }: ListBodyShape<T>,
): BodyReader<T> {
  return {
    ...name,
    read: (raw) => read(objectOf(raw, known)),
    begin: ({ contentType }) =>
      readListBody({
        ...{ member, kept },
        newList: () => new Numbers(member),
        refuseItems() {
          throw denials.malformed('the body is not a JSON object')
        },
        end(bytes, list, others) {
          const body = objectOf({ bytes, contentType }, known)
          const isList = Array.isArray(Reflect.get(body, member))
          return read({ ...body, ...Object.fromEntries(others), ...(list && isList && { [member]: list }) })
        },
        refuse: ({ kind, message }) => (kind === 'size' ? denials.tooLarge() : denials.malformed(message)),
      }),
    errors: [BookDenial],
  }
}
