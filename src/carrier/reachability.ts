import type { Clock } from '../core/environment.ts'
import type { CarrierState } from '../core/message/carrier-desk.ts'

/** Whether the far side of a carrier can be reached, and since when. */
export class Reachability {
  readonly #clock: Clock
  #state: CarrierState

  constructor(clock: Clock, isUp: boolean) {
    this.#clock = clock
    this.#state = { isUp, since: clock.now(), problem: null }
  }

  get state(): CarrierState {
    return this.#state
  }

  up(): void {
    if (!this.#state.isUp) this.#state = { isUp: true, since: this.#clock.now(), problem: null }
  }

  down(problem: string): void {
    const { isUp, since } = this.#state
    this.#state = { isUp: false, since: isUp ? this.#clock.now() : since, problem }
  }
}
