import type { Caller } from '../../../../core/caller.ts'
import type { Core } from '../../../../core/core.ts'
import { editPhones, phonesAtMost } from '../../../../core/entry/edit-phones.ts'
import type { SetMode } from '../../../../core/entry/prepare-set.ts'
import { type EditedPhones, setPhones } from '../../../../core/entry/set-phones.ts'
import { phonesOfGroup } from '../../../../core/group/diff-groups.ts'
import { getGroup } from '../../../../core/group/get-group.ts'
import type { GroupRef } from '../../../../core/group/group.ts'
import { type EntryList, phonesOf } from '../../../../core/list/entry-list.ts'
import { revisionOf } from '../../../../core/revision/revision.ts'
import { type Decoded, decode, optional } from '../../../fields.ts'
import { exactly, integer, shared } from '../../../schemas.ts'
import { bodyOf } from '../../body.ts'
import { denials } from '../../errors.ts'
import { listBody } from '../../list-body.ts'
import { operation } from '../../operation.ts'
import { Query } from '../../query.ts'
import { groupIdSchema, groupIn, readGroupRef, readNumbers } from '../../values.ts'
import { groupWire } from '../group.wire.ts'

const fields = {
  add: optional(readNumbers('add', phonesAtMost)),
  remove: optional(readNumbers('remove', phonesAtMost)),
  sync: optional(readNumbers('sync')),
  union: optional(readGroupRef),
  subtract: optional(readGroupRef),
  intersect: optional(readGroupRef),
}

/** What each member that names a group does with the numbers of that group. */
const modes = { union: 'add', subtract: 'remove', intersect: 'keep' } as const satisfies Record<string, SetMode>

/** Reads an edit of a list; `sync` may have millions of numbers. A list is called `entries`, so that it finds its way between threads. */
export const listEditReader = listBody(
  { module: 'book/groups/entries/edit', name: 'listEditReader' },
  { member: 'sync', kept: ['add', 'remove'], known: Object.keys(fields), read: readEdit },
)

type Members = Decoded<typeof fields>

interface ListEdit extends Pick<Members, 'union' | 'subtract' | 'intersect'> {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly entries?: EntryList
}

function readEdit(body: object): ListEdit {
  const { add, remove, sync, ...groups } = decode(body, fields)
  return {
    ...groups,
    ...(add && { add: phonesOf(add) }),
    ...(remove && { remove: phonesOf(remove) }),
    ...(sync && { entries: sync }),
  }
}

/**
 * Changes the numbers of a group in one change: some come and go, the list becomes equal to another, or a group is set against
 * it. What stays keeps its place, its id and its columns. Numbers are compared as they are written.
 */
export const entriesEdit = operation({
  method: 'PATCH',
  path: '/groups/:id/entries',
  needs: ['group.update'],
  revises: 'group',
  reader: listEditReader,
  about: () => ({
    summary: 'Change the numbers of a group: add and remove, or sync, union, subtract, intersect',
    inPath: { id: groupIdSchema },
    body: bodyOf(fields),
    status: 200,
    answer: exactly({ group: shared('group'), added: integer, removed: integer }),
  }),
  async answer(core, { caller, query, params, read }) {
    new Query(query, [])
    const { group, added, removed } = await edited(core, caller, groupIn(params.id), await read(listEditReader))
    return { status: 200, body: { group: groupWire(group), added, removed }, revision: revisionOf(group) }
  },
})

async function edited(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  { add, remove, entries, ...groups }: ListEdit,
): Promise<EditedPhones> {
  const [how, ...more] = Object.keys(groups) as (keyof typeof groups)[]
  const ways = [add ?? remove, entries, how].filter((each) => each !== undefined).length
  if (ways === 0) throw denials.missing('add', 'say what to do: add, remove, sync, union, subtract or intersect')
  if (ways > 1 || more.length > 0)
    throw denials.invalid(how ?? 'sync', 'must come alone: only add and remove come together')
  if (entries) return setPhones(core, caller, ref, { mode: 'sync', phones: entries })
  if (how === undefined) {
    const field = add ? 'add' : 'remove'
    return editPhones(core, caller, ref, { add: add ?? [], remove: remove ?? [], fields: {}, field })
  }
  const other = await getGroup(core, caller, groups[how] as GroupRef)
  return setPhones(core, caller, ref, { mode: modes[how], phones: await phonesOfGroup(core, caller, other) })
}
