import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { NewestMap } from '../newest-map.ts'
import { serverItself } from '../permission/callers.ts'
import { addBlock } from './add-block.ts'
import type { Block } from './block.ts'
import { findBlock } from './find-blocks.ts'

/** The most blocks that wait for the book to take them. */
const heldAtMost = 10_000

/** Milliseconds from a write that failed to the next try. */
const retryAfterMs = 1000

interface Held {
  readonly block: Block
  isBeingWritten: boolean
  /** When the next try may begin. */
  nextTry: number
}

/**
 * The blocks of one dialect. A block that this process makes is in force at once, and is written to the book behind it.
 * Until the book has taken it, memory holds it: a full disk lets nobody in. From then on the book alone decides, so that
 * a block that is lifted there ends here.
 */
export class HeldBlocks {
  readonly #core: Core
  readonly #dialect: string
  readonly #caller: ServerCaller
  readonly #held = new NewestMap<Held>(heldAtMost)

  constructor(core: Core, dialect: string) {
    this.#core = core
    this.#dialect = dialect
    this.#caller = serverItself('sign-in', ['block.find', 'block.add'], dialect)
  }

  /** The block of a subject; undefined when none is in force. */
  async find(subject: string): Promise<Block | undefined> {
    const now = this.#core.clock.now()
    const held = this.#held.get(subject)
    if (!held) return findBlock(this.#core, this.#caller, this.#dialect, subject)
    if (held.block.until <= now) {
      this.#held.delete(subject)
      return undefined
    }
    if (held.nextTry <= now) this.#write(held)
    return held.block
  }

  /** Blocks a subject for `lasts` milliseconds from now. */
  add(subject: string, lasts: number): void {
    const now = this.#core.clock.now()
    const block = { dialect: this.#dialect, address: subject, createdAt: now, until: now + lasts }
    const held = { block, isBeingWritten: false, nextTry: now }
    this.#held.set(subject, held)
    this.#write(held)
  }

  /** Nobody waits for the write. Its failure is counted with those of all writes that the book could not take. */
  #write(held: Held): void {
    if (held.isBeingWritten) return
    held.isBeingWritten = true
    const { address } = held.block
    addBlock(this.#core, this.#caller, held.block).then(
      () => {
        if (this.#held.get(address) === held) this.#held.delete(address)
      },
      () => {
        held.isBeingWritten = false
        held.nextTry = this.#core.clock.now() + retryAfterMs
      },
    )
  }
}
