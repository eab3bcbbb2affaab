import type { Reading } from './body-reader.ts'
import { KeySet } from './key-set.ts'
import { type ItemTaker, ListScanner, ScanProblem, type TakeItems } from './list-scanner.ts'

/** The parts of a body with a list, which differ from call to call. */
export interface ListBody<L extends ItemTaker, T> {
  /** The member that is the list; undefined where the whole body is one. */
  readonly member: string | undefined
  /** Other members that are lists or objects, short ones, of which the body keeps what is in them. All others are empty in it. */
  readonly kept?: readonly string[]
  /** Makes the list when it begins. Of two members with one name the later counts. */
  readonly newList: () => L
  /** Refuses the items of an array in place of the object that a body must be. */
  readonly refuseItems?: TakeItems
  /**
   * Makes the meaning of the body. `beside` is the body with nothing in its lists. `list` is undefined where no list
   * came. `kept` has the last of each member that is kept.
   */
  readonly end: (beside: Buffer, list: L | undefined, kept: ReadonlyMap<string, object>) => T
  /** The refusal of a body that is not read. */
  readonly refuse: (problem: ScanProblem) => Error
}

/** Reads a long JSON body, of which one member is a list, or which is a list itself. */
export function readListBody<L extends ItemTaker, T>(body: ListBody<L, T>): Reading<T> {
  let list: L | undefined
  const kept = new Map<string, object>()
  const scanner = new ListScanner((name, isObject) => {
    if (name !== undefined && body.kept?.includes(name)) {
      const member: unknown[] | Record<string, unknown> = isObject ? Object.create(null) : []
      kept.set(name, member)
      return { take: intoMember(member) }
    }
    if (name !== body.member) return name === undefined && body.refuseItems ? { take: body.refuseItems } : undefined
    const begun = body.newList()
    list = begun
    return isObject ? { take: withKeys(begun) } : begun
  })
  const scan = <R>(work: () => R): R => {
    try {
      return work()
    } catch (error) {
      throw error instanceof ScanProblem ? body.refuse(error) : error
    }
  }
  return {
    write: (piece) => scan(() => scanner.write(piece)),
    end: () =>
      body.end(
        scan(() => scanner.end()),
        list,
        kept,
      ),
  }
}

/** Items that a member which is kept may have, and characters of each. */
const mostKept = 10_000
const longestKept = 1000

/** Puts items into a member that is kept. */
function intoMember(member: unknown[] | Record<string, unknown>): TakeItems {
  let count = 0
  return (items, key) => {
    count += items.length
    if (count > mostKept) throw new ScanProblem('size', `more than ${mostKept} items stand in a member beside the list`)
    const held = items.map(withoutContent)
    if (Array.isArray(member)) member.push(...held)
    else member[key ?? ''] = held[0]
  }
}

/** An item that takes little memory: of a list or an object only that it is one. */
function withoutContent(item: unknown): unknown {
  if (typeof item === 'string' && item.length > longestKept) {
    throw new ScanProblem('size', `an item beside the list has more than ${longestKept} characters`)
  }
  return typeof item === 'object' && item !== null ? {} : item
}

/** Takes the members of an object, of which no two may have the same key: one of them would be lost. */
function withKeys(list: ItemTaker): TakeItems {
  const keys = new KeySet()
  return (items, key) => {
    if (!keys.add(key ?? '')) {
      throw keys.isFull
        ? new ScanProblem('size', 'the list has too many keys that are no numbers')
        : new ScanProblem('syntax', 'a key of the list is there twice')
    }
    list.take(items, key)
  }
}
