import { addEntries } from '../../../../core/entry/add-entries.ts'
import type { EntryDetails, EntryDraft } from '../../../../core/entry/entry.ts'
import { decode, described, InvalidValue, type Reader, required } from '../../../fields.ts'
import { arrayOf, exactly, shared } from '../../../schemas.ts'
import { bodyOf, membersOf } from '../../body.ts'
import { operation } from '../../operation.ts'
import { Query } from '../../query.ts'
import { groupIdSchema, groupIn, listOf, readPhone } from '../../values.ts'
import { detailFields, entryWire } from './entry.wire.ts'

/** Entries of one request, at the most. More of them are an import. */
const entriesAtMost = 1000

const entryFields = { number: required(readPhone), ...detailFields }

/** Reads an entry: a number with its details. */
const readEntry: Reader<EntryDraft> = described(bodyOf(entryFields), (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidValue('must be an object')
  const strange = Object.keys(value).find((name) => !Object.hasOwn(entryFields, name))
  if (strange !== undefined) throw new InvalidValue(`has a member that is not known: ${strange.slice(0, 40)}`)
  const { number, ...given } = decode(value, entryFields)
  const details: EntryDetails = Object.fromEntries(Object.entries(given).filter(([, each]) => each !== ''))
  return { phone: number, ...(Object.keys(details).length > 0 && { details }) }
})

const fields = { entries: required(listOf(readEntry, entriesAtMost, 1)) }

/** Adds entries with their columns. A number that the group has already keeps its id and its place, and takes the details. */
export const entriesAdd = operation({
  method: 'POST',
  path: '/groups/:id/entries',
  needs: ['entry.add'],
  revises: 'group',
  about: () => ({
    summary: 'Add entries with their columns to a group',
    inPath: { id: groupIdSchema },
    body: bodyOf(fields),
    status: 200,
    answer: exactly({ entries: arrayOf(shared('entry')) }),
  }),
  async answer(core, { caller, query, params, raw }) {
    new Query(query, [])
    const { entries } = membersOf(raw, fields)
    const added = await addEntries(core, caller, groupIn(params.id), entries)
    return { status: 200, body: { entries: added.map(entryWire) } }
  },
})
