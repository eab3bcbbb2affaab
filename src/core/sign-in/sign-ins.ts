import { BadSignIns } from '../block/bad-sign-ins.ts'
import type { Block, BlockRule } from '../block/block.ts'
import { HeldBlocks } from '../block/held-blocks.ts'
import type { Core } from '../core.ts'
import { Slowed } from '../errors.ts'
import { NewestMap } from '../newest-map.ts'
import { wait as waitFor } from '../wait.ts'
import { Lanes } from './lanes.ts'
import { Pauses } from './pauses.ts'
import { addressSubject, type NameKind, nameSubject } from './subject.ts'

/** The most keys that are remembered as right, each at an address. */
const knownAtMost = 100_000

/** The most sign-ins of an address that may wait for their turn, and the most once the address or the name is slowed. */
const waitingAtMost = 500
const slowedAtMost = 3

/** A client that signs in, and everything that it presents. */
export interface Attempt {
  readonly address: string
  /** The name that somebody could guess secrets for; absent where the secret alone is presented. */
  readonly name?: readonly [NameKind, string]
  readonly secret: string
}

/** The parts in which the sign-ins of a dialect may differ. */
export interface SignInOptions {
  /** The rule for addresses where the vendor does not answer blocked ones at all. Elsewhere they are slowed. */
  readonly blocks?: BlockRule
  readonly wait?: (ms: number) => Promise<void>
}

/** A key that was right. */
interface Known {
  /** The answer of its last check, and the mark of the book from before it: the answer holds while the mark does. */
  readonly found: unknown
  readonly mark: object
}

/** An address or a name, as its bad sign-ins are counted. */
interface Subject {
  readonly name: string
  readonly bad: BadSignIns
  /** Milliseconds for which too many of them slow or block it. */
  readonly lasts: number
  readonly isBlocked: boolean
}

/**
 * The way of all sign-ins of one dialect. A key that was right before, at the same address and in this process, passes
 * at once, whatever else its address does. It is checked again only after somebody may have changed who may sign in. At
 * any other address it is as unknown as a guess: else strangers everywhere could guess the keys that are in use, and
 * would not be slowed. All unknown keys are checked one at a time for each address, so that a stranger who tries
 * passwords keeps no other address waiting.
 *
 * Too many bad sign-ins of an address, or of a name from any address, slow it: its unknown keys wait for pauses that
 * grow, few may wait, and each that is wrong is refused as `slowed`. A right key still gets in when its turn has come.
 * A vendor may have addresses blocked instead.
 */
export class SignIns {
  readonly dialect: string
  readonly #core: Core
  readonly #wait: (ms: number) => Promise<void>
  readonly #addresses: Omit<Subject, 'name'>
  readonly #names: Omit<Subject, 'name'>
  readonly #blocks: HeldBlocks
  readonly #pauses: Pauses
  readonly #lanes = new Lanes()
  readonly #known = new NewestMap<Known>(knownAtMost)
  readonly #running = new Map<string, Promise<boolean>>()
  /** A secret of this process: the hash of a remembered key tells nobody of the key. */
  readonly #salt: string

  constructor(core: Core, dialect: string, { blocks, wait = waitFor }: SignInOptions = {}) {
    this.dialect = dialect
    this.#core = core
    this.#wait = wait
    this.#addresses = counted(blocks ?? core.slowRule, blocks !== undefined)
    this.#names = counted(core.slowRule, false)
    this.#blocks = new HeldBlocks(core, dialect)
    this.#pauses = new Pauses(core.slowRule.longestPause)
    this.#salt = core.ids.secret(32)
  }

  /** The block of an address, for a dialect that does not answer blocked ones; undefined when none is in force. */
  blockOf(address: string): Promise<Block | undefined> {
    return this.#blocks.find(this.#address(address).name)
  }

  /**
   * The answer to the last sign-in by a key that was right, while nobody may have changed who may sign in; else undefined. `T` is
   * what the checks of the dialect find.
   */
  remembered<T>({ address, secret }: Attempt): T | undefined {
    return this.#unchanged<T>(this.#known.get(this.#memoOf(this.#nameOf(address), secret)))
  }

  /**
   * Signs a client in by `check`, which finds nothing for a wrong key. Each wrong one counts.
   *
   * @throws Slowed.
   */
  async attempt<T>(attempt: Attempt, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const memo = this.#memoOf(this.#nameOf(attempt.address), attempt.secret)
    const known = this.#known.get(memo)
    const unchanged = this.#unchanged<T>(known)
    if (unchanged !== undefined) return unchanged
    const subjects = this.#subjectsOf(attempt)
    const mark = this.#core.store.accessMark()
    if (known) {
      const found = await check()
      if (found !== undefined) {
        this.#known.set(memo, { found, mark })
        return found
      }
      this.#known.delete(memo)
      this.#count(subjects, [])
      return undefined
    }
    // Of requests that come together with one key, one is checked.
    const running = this.#running.get(memo)
    if (running) return (await running) ? check() : undefined
    const result = this.#inTurn(subjects, check)
    const isRight = result.then((found) => found !== undefined)
    isRight.catch(() => undefined)
    this.#running.set(memo, isRight)
    try {
      const found = await result
      if (found !== undefined) this.#known.set(memo, { found, mark })
      return found
    } finally {
      this.#running.delete(memo)
    }
  }

  #unchanged<T>(known: Known | undefined): T | undefined {
    return known && known.mark === this.#core.store.accessMark() ? (known.found as T) : undefined
  }

  /** Only hashes are compared, so that the time of an answer tells nothing of a key. */
  #memoOf(address: string, secret: string): string {
    return this.#core.passwords.hashToken(`${this.#salt}\n${address}\n${secret}`)
  }

  #inTurn<T>(subjects: Subjects, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const [address, name] = subjects
    this.#refuseCrowd(address)
    return this.#lanes.run(address.name, async () => {
      const slow = (await this.#pause(address)) ? [address] : []
      if (!name || !(await this.#isSlowed(name))) return this.#check(subjects, slow, check)
      // An address has one sign-in in this lane at the most: the turns of a name go round the addresses.
      this.#refuseCrowd(name)
      return this.#lanes.run(name.name, async () =>
        this.#check(subjects, (await this.#pause(name)) ? [...slow, name] : slow, check),
      )
    })
  }

  async #check<T>(
    subjects: Subjects,
    slow: readonly Subject[],
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const found = await check()
    if (found !== undefined) return found
    this.#count(subjects, slow)
    if (slow.length === 0) return undefined
    const now = this.#core.clock.now()
    throw slowed(Math.max(...slow.map((subject) => this.#pauses.grow(subject.name, now))))
  }

  /** Counts a bad sign-in of those subjects that are not slowed already. */
  #count(subjects: Subjects, slow: readonly Subject[]): void {
    const now = this.#core.clock.now()
    for (const subject of subjects) {
      if (slow.includes(subject) || !subject.bad.isTooMany(subject.name, now)) continue
      this.#pauses.begin(subject.name)
      this.#blocks.add(subject.name, subject.lasts)
    }
  }

  /** Waits until the pause of a slowed subject is over. Returns whether it is slowed. */
  async #pause(subject: Subject): Promise<boolean> {
    if (!(await this.#isSlowed(subject))) return false
    this.#refuseCrowd(subject)
    await this.#wait(this.#pauses.left(subject.name, this.#core.clock.now()))
    return true
  }

  async #isSlowed({ name, isBlocked }: Subject): Promise<boolean> {
    const block = await this.#blocks.find(name)
    if (block && isBlocked) throw slowed(block.until - this.#core.clock.now())
    if (block) this.#pauses.begin(name)
    else this.#pauses.end(name)
    return block !== undefined
  }

  /** Refuses a sign-in behind which, or before which, more wait for their turn than may. */
  #refuseCrowd({ name }: Subject): void {
    const waiting = this.#lanes.waiting(name)
    if (waiting > (this.#pauses.has(name) ? slowedAtMost : waitingAtMost))
      throw slowed(this.#pauses.until(name, waiting))
  }

  #subjectsOf({ address, name }: Attempt): Subjects {
    const own = this.#address(address)
    return name ? [own, { ...this.#names, name: nameSubject(this.#core.passwords, ...name) }] : [own]
  }

  #address(address: string): Subject {
    return { ...this.#addresses, name: this.#nameOf(address) }
  }

  #nameOf(address: string): string {
    return this.#addresses.isBlocked ? address : addressSubject(address)
  }
}

/** The subjects of a sign-in: its address, and the name where it has one. */
type Subjects = readonly [address: Subject, ...names: Subject[]]

function counted(rule: BlockRule, isBlocked: boolean): Omit<Subject, 'name'> {
  return { bad: new BadSignIns(rule), lasts: rule.lasts, isBlocked }
}

function slowed(milliseconds: number): Slowed {
  return new Slowed('too many bad sign-ins: wait, and try again', milliseconds)
}
