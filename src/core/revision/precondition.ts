import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import { type RevisedNoun, revisionOf } from './revision.ts'

/** Some revisions, or any at all. */
export type Revisions = '*' | readonly string[]

/** The state in which a write must find the thing that it is about (RFC 9110 §13.1). */
export interface Precondition {
  /** The noun of that thing; undefined for a call that is about no one thing with a revision. */
  readonly noun: RevisedNoun | undefined
  /** The revisions of which the thing must have one. */
  readonly match: Revisions | undefined
  /** The revisions of which the thing must have none: with `*` it must not be there. */
  readonly noneMatch: Revisions | undefined
}

/**
 * A core whose writes hold only under a precondition. It is looked at where the thing is locked, so that nobody can change the thing
 * between the look and the write. A write that never locks such a thing is refused, since nothing could be looked at.
 */
export function underPrecondition(core: Core, condition: Precondition): Core {
  const { store } = core
  return {
    ...core,
    store: {
      ...store,
      write: (author, work) =>
        store.write(author, async (tx) => {
          const guard = new Guard(condition)
          const written = await work(guard.around(tx))
          guard.mustHaveLooked()
          return written
        }),
    },
  }
}

/** The refusal of a write that says nothing of the state that it wants to find, by a key that must. */
export function unconditional(): Refusal {
  return new Refusal('unconditional', 'the key must send If-Match with the ETag that it has read')
}

class Guard {
  readonly #condition: Precondition
  #hasLooked = false

  constructor(condition: Precondition) {
    this.#condition = condition
  }

  around(tx: Transaction): Transaction {
    const { noun } = this.#condition
    const { groups, contacts, extensions, folders } = tx
    if (noun === 'group') return { ...tx, groups: { ...groups, lock: this.#looking(groups.lock) } }
    if (noun === 'contact') return { ...tx, contacts: { ...contacts, lock: this.#looking(contacts.lock) } }
    if (noun === 'extension') return { ...tx, extensions: { ...extensions, lock: this.#looking(extensions.lock) } }
    if (noun !== 'folder') return tx
    // Parents are locked before the folder itself.
    return {
      ...tx,
      folders: {
        ...folders,
        update: async (before, after) => {
          this.#lookAt(before)
          return folders.update(before, after)
        },
        remove: async (folder) => {
          this.#lookAt(folder)
          return folders.remove(folder)
        },
      },
    }
  }

  mustHaveLooked(): void {
    if (this.#hasLooked || this.#condition.match === undefined) return
    throw new Refusal('stale', 'the call changes no one thing that has a revision: leave If-Match out')
  }

  /** The same lock, which looks at the first thing that it finds. */
  #looking<Ref, Thing extends object>(
    lock: (accountId: number, ref: Ref) => Promise<Thing | undefined>,
  ): (accountId: number, ref: Ref) => Promise<Thing | undefined> {
    return async (accountId, ref) => {
      const found = await lock(accountId, ref)
      if (found && !this.#hasLooked) this.#lookAt(found)
      return found
    }
  }

  #lookAt(thing: object): void {
    this.#hasLooked = true
    const { noun, match, noneMatch } = this.#condition
    const revision = revisionOf(thing)
    if (match !== undefined && !covers(match, revision)) {
      throw new Refusal('stale', `the ${noun} has changed since: its revision is "${revision}" now`)
    }
    if (noneMatch === undefined || !covers(noneMatch, revision)) return
    throw new Refusal('stale', `the ${noun} is there already, with the revision "${revision}"`)
  }
}

function covers(revisions: Revisions, revision: string): boolean {
  return revisions === '*' || revisions.includes(revision)
}
