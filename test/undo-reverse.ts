import assert from 'node:assert/strict'
import fc from 'fast-check'
import { addAccount } from '../src/core/account/add-account.ts'
import type { Caller } from '../src/core/caller.ts'
import { findChanges } from '../src/core/change/find-changes.ts'
import type { Core } from '../src/core/core.ts'
import { Refusal } from '../src/core/errors.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { undoChange } from '../src/core/undo/undo-change.ts'
import { owner } from './builders.ts'
import { byId, everything, type Write, writes } from './undo-writes.ts'

/** All that a person sees of an account, with the entries of each list and their ids. */
async function stateOf({ store }: Core, { accountId }: Caller): Promise<unknown> {
  const groups = (await store.groups.page(accountId, { sort: byId }, everything)).items
  const lists = await Promise.all(groups.map(({ listId }) => store.lists.entries(accountId, listId, everything)))
  const contacts = (await store.contacts.page(accountId, { sort: byId }, everything)).items
  const inGroups = await Promise.all(contacts.map((each) => store.memberships.groupsOf(each)))
  return {
    // Reserved ids go on: no entry id is handed out twice.
    groups: groups.map(({ nextEntryId: _next, endEntryId: _end, ...group }) => group),
    lists,
    contacts,
    memberships: inGroups.map((each) => each.map(({ id }) => id)),
    folders: (await store.folders.page(accountId, { sort: [byId] }, everything)).items,
    rules: await store.incomingRules.find(accountId, {}),
    extensions: await store.extensions.page(accountId, {}, { after: 0, limit: 1000 }),
  }
}

const phones = fc.uniqueArray(fc.integer({ min: 1, max: 30 }).map(String), { minLength: 1, maxLength: 8 })
const step = fc.tuple(fc.constantFrom(...(Object.keys(writes) as (keyof typeof writes)[])), fc.nat(1000), phones)

/** Two groups, a contact and an extension, so that most writes find something. */
const beginning: readonly (readonly [keyof typeof writes, number, readonly string[]])[] = [
  ['createGroup', 0, ['1', '2']],
  ['createGroup', 1, ['3']],
  ['createContact', 0, ['1']],
  ['createExtension', 0, ['1']],
]

/** Makes random writes, and undoes them in reverse: after each undo all is as it was before that write. */
export async function undoesInReverse(core: Core, numRuns: number): Promise<void> {
  let accounts = 0
  let undone = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }), async (steps) => {
      const { id } = await addAccount(core, owner, `reverse ${++accounts}`)
      const caller: Caller = { ...onAccount(owner, id), origin: 'test' }
      const newest = async () => (await findChanges(core, caller, 1))[0]?.number ?? 0
      const states = new Map<number, string>([[await newest(), JSON.stringify(await stateOf(core, caller))]])
      for (const [write, which, given] of [...beginning, ...steps]) {
        const carriedOut: Write = writes[write]
        await carriedOut(core, caller, which, given).catch((error) => {
          if (!(error instanceof Refusal)) throw error
        })
        states.set(await newest(), JSON.stringify(await stateOf(core, caller)))
      }
      const first = Math.min(...states.keys())
      const changes = (await findChanges(core, caller, 1000)).filter(({ number }) => number > first)
      for (const [at, { number }] of changes.entries()) {
        await undoChange(core, owner, number)
        undone++
        const wanted = states.get(changes[at + 1]?.number ?? first)
        if (wanted !== undefined) assert.equal(JSON.stringify(await stateOf(core, caller)), wanted)
      }
    }),
    { numRuns },
  )
  assert.ok(undone > numRuns * 3, `${undone} undone`)
}
