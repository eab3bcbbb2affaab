import type { Carrier, Submission } from '../core/message/carrier.ts'
import type { CarrierState } from '../core/message/carrier-desk.ts'

/** What a carrier has answered: so many times each. */
export type AnswerCounts = Readonly<Record<Submission['kind'], number>>

/** A carrier of this server, as its metrics show it. */
export interface WatchedCarrier {
  readonly name: string
  readonly state: CarrierState
  readonly answers: AnswerCounts
}

/** Counts what the carriers of this server answer. */
export class CarrierWatch {
  readonly #carriers: { readonly carrier: Carrier; readonly answers: Record<Submission['kind'], number> }[] = []

  /** The carrier, whose answers are counted from now on. */
  watch(carrier: Carrier): Carrier {
    const answers = { taken: 0, refused: 0, busy: 0, unknown: 0 }
    this.#carriers.push({ carrier, answers })
    return {
      name: carrier.name,
      atOnce: carrier.atOnce,
      state: () => carrier.state(),
      close: () => carrier.close(),
      async submit(outgoing) {
        const submission = await carrier.submit(outgoing)
        answers[submission.kind] += 1
        return submission
      },
    }
  }

  all(): readonly WatchedCarrier[] {
    return this.#carriers.map(({ carrier, answers }) => ({ name: carrier.name, state: carrier.state(), answers }))
  }
}
