import type { NumberPlan } from '../number/number-plan.ts'
import { addressKeys, keysOf } from './addresses.ts'
import { ClosedKeys } from './closed-keys.ts'
import { type Addresses, type ClosedChannel, closedChannels, type OptOut } from './opt-out.ts'

/** Who is closed for what, by keys. */
export class ClosedByChannel {
  readonly #plan: NumberPlan
  readonly #keys = new Map(closedChannels.map((channel) => [channel, new ClosedKeys()]))

  constructor(plan: NumberPlan) {
    this.#plan = plan
  }

  /** Adds an opt-out that there is. */
  add(optOut: OptOut): void {
    for (const key of keysOf(this.#plan, optOut)) this.#keys.get(optOut.channel)?.add(key, optOut.id)
  }

  /** Adds a person who is to be closed. */
  close(person: Addresses, channel: ClosedChannel): void {
    for (const key of addressKeys(this.#plan, person)) this.#keys.get(channel)?.add(key, 0)
  }

  /** Whether every address of the person is closed for the channel, be it with all others, here or in `more`. */
  covers(person: Addresses, channel: ClosedChannel, more?: ClosedByChannel): boolean {
    return addressKeys(this.#plan, person).every((key) => this.#has(key, channel) || (more ?? this).#has(key, channel))
  }

  #has(key: string, channel: ClosedChannel): boolean {
    return this.#keys.get('all')?.has(key) || this.#keys.get(channel)?.has(key) || false
  }
}
