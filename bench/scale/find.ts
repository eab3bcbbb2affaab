import { findGroupsOfPhone } from '../../src/core/group/find-groups-of-phone.ts'
import { onAccount } from '../../src/core/permission/callers.ts'
import { median } from '../load.ts'
import { owner } from '../owner.ts'
import { numberAt, openCore } from './fill.ts'
import type { Place } from './place.ts'
import type { BookSize } from './sizes.ts'

/** Milliseconds to find the groups that hold a number, without HTTP. */
export interface Find {
  readonly engine: Place['engine']
  readonly heldByOne: number
  readonly heldByNone: number
}

const questions = 200

/** Asks for numbers that one group holds, and for numbers that no group holds. */
export async function measureFind(place: Place, size: BookSize): Promise<Find> {
  const core = await openCore(place)
  const account = await core.store.accounts.byName('bench')
  if (!account) throw new Error('the book was not filled')
  const caller = onAccount(owner, account.id)
  const ask = async (expected: number, phoneAt: (turn: number) => string): Promise<number> => {
    const times: number[] = []
    for (let turn = 0; turn < questions; turn++) {
      const started = performance.now()
      const { groups } = await findGroupsOfPhone(core, caller, phoneAt(turn))
      times.push(performance.now() - started)
      if (groups.length !== expected) throw new Error(`found ${groups.length} groups, not ${expected}`)
    }
    return median(times)
  }
  const found = {
    engine: place.engine,
    heldByOne: await ask(1, (turn) => numberAt(1 + ((turn * 7919) % (size.groups - 1)), turn)),
    heldByNone: await ask(0, (turn) => numberAt(size.groups + turn, 0)),
  }
  await core.store.close()
  return found
}
