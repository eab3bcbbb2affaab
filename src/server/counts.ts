import type { MissingChanges } from '../core/change/missing-changes.ts'
import type { EffectKind } from '../core/effect/effect.ts'
import type { Waiting } from '../core/effect/effect-port.ts'
import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { TrunkSeen } from '../core/trunk/trunk-port.ts'
import type { WatchedCarrier } from './carrier-watch.ts'
import type { RequestCounts } from './request-counts.ts'

/** What the server has counted. Whoever writes the metrics down takes the writes and the damage away. */
export interface Counts {
  readonly requests: RequestCounts
  /** Committed changes, by noun and verb: `group create`. */
  readonly written: Map<string, number>
  /** Damaged places that were read, by table. */
  readonly damaged: Map<string, number>
  failedWrites: number
}

/** The sources of those figures that are asked for when somebody reads the metrics. */
export interface Measured {
  storeSize(): Promise<number>
  waiting(): Promise<Readonly<Record<EffectKind, Waiting>>>
  /** The reason for which the book takes no writes; null while it does. */
  readOnly(): string | null
  missingChanges(): readonly MissingChanges[]
  readonly clock: Clock
  /** What was seen of the trunks of the PBX. */
  trunks(): Promise<readonly TrunkSeen[]>
  /** The carriers of messages. */
  carriers(): readonly WatchedCarrier[]
  /** Undefined where there is none. */
  readonly pbx: Pick<Pbx, 'isConnected' | 'reachability'> | undefined
}

/** The metrics in the format of Prometheus, and its media type. */
export interface MetricsText {
  readonly contentType: string
  readonly text: string
}
