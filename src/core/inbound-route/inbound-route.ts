/**
 * What a call is sent to: an extension, phones all at once or one after another, an outside number, an announcement, or where a
 * schedule says.
 */
export type InboundKind = 'extension' | 'all' | 'turn' | 'outside' | 'announcement' | 'schedule'

/**
 * Where a route goes on: behind its announcement, while its schedule is open or closed, behind an announcement there, and with a
 * fax.
 */
export const branchNames = ['then', 'open', 'closed', 'open-then', 'closed-then', 'fax'] as const

/** The name of a branch of a route. */
export type BranchName = (typeof branchNames)[number]

/** Where a call goes, or goes on. */
export interface Destination {
  readonly kind: InboundKind
  /** Numbers: one, or those of a group in their order. The id of an announcement, or of a schedule. */
  readonly targets: readonly string[]
}

/** Where calls go that come in by a trunk, to a number or to all numbers with a prefix. */
export interface InboundRoute extends Destination {
  readonly accountId: number
  readonly id: number
  /** The name of the trunk; `null` for every trunk. */
  readonly trunk: string | null
  /** The number as `readNumber` gives it, or a prefix: empty for every number. */
  readonly number: string
  readonly isPrefix: boolean
  readonly branches: Readonly<Partial<Record<BranchName, Destination>>>
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** The decision on a call, as the PBX reads it: of a route, where an outside number may also be `refused` by the forward rules. */
export interface InboundDecision {
  readonly key: string
  readonly routeId: number
  readonly kind: InboundKind | 'refused'
  readonly targets: readonly string[]
  /** The reason for an outside number, in the words of a forward. */
  readonly rule: string
}
