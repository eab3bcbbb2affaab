import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { findGroupPage, groupsAtMost } from '../group/find-group-page.ts'
import type { Group } from '../group/group.ts'

/** Every group of the account, in the order of their ids, without holding all of them. */
export async function* everyGroup(core: Core, caller: Caller): AsyncGenerator<Group> {
  for (let after: number | null = 0; after !== null; ) {
    const page = await findGroupPage(core, caller, { after, limit: groupsAtMost })
    yield* page.groups
    after = page.next
  }
}
