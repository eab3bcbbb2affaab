import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import type { Denial } from './denial.ts'
import type { SignedIn, Wire } from './wire.ts'

/** What a storm may tell of itself: seconds until it has passed, and the limit that was reached. */
export interface StormFacts {
  readonly seconds: number
  readonly limit: { readonly calls: number; readonly per: 'minute' | 'day' } | undefined
}

/** The storms of a dialect by their names: errors of the vendor that can be had on demand, made as all others are. */
export type Storms<D extends Denial> = Readonly<
  Record<string, (request: FastifyRequest, facts: StormFacts) => D | Refusal>
>

/** The weather as a dialect asks for it. */
export interface DialectWeather {
  /** The storm that a request has met; undefined for one that has fair weather. */
  stormOf(request: IncomingMessage): (StormFacts & { readonly name: string }) | undefined
}

/** Statuses by which a vendor refuses a client before it looks whether it may do this: a wrong key makes no difference then. */
const beforeSignIn: ReadonlySet<number> = new Set([401, 429, 500, 503])

/** The wire of a dialect under weather: a request that meets a storm is refused at its sign-in, by the dialect's own error. */
export function underWeather<Pass extends SignedIn, Operation, OwnCall, Answer, D extends Denial>(
  wire: Wire<Pass, Operation, OwnCall, Answer, D>,
  storms: Storms<D> | undefined,
  weather: DialectWeather | undefined,
): Wire<Pass, Operation, OwnCall, Answer, D> {
  if (!weather || !storms) return wire
  return {
    ...wire,
    async admit(request, operation) {
      const met = weather.stormOf(request.raw)
      const refused = met && storms[met.name]?.(request, met)
      if (!refused) return wire.admit(request, operation)
      if (!(refused instanceof Refusal) && !beforeSignIn.has(refused.status)) await wire.admit(request, operation)
      throw refused
    },
  }
}
