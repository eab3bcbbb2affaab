/** Under which condition a call goes on: before anything rings, or by what its extension did. */
export type Condition = 'always' | 'busy' | 'no_answer' | 'unavailable'

/**
 * What becomes of a forward: `extension` and `outside` are taken; `none` and `refused` (an outside number that no rule
 * allows) end the call with its condition.
 */
export interface Decision {
  readonly kind: 'extension' | 'outside' | 'refused' | 'none'
  /** Where to; empty for `none`. */
  readonly target: string
  /** Which target of the forward policy it is. */
  readonly source: 'all' | 'busy' | 'no_answer' | 'unavailable'
  /** What decided: `an extension`, or for an outside number `allow 0912`, `deny 0900`, `no rule`, `no trunk`. */
  readonly rule: string
}

/** All that routes a call to an extension, as the PBX reads it. */
export interface Route {
  readonly number: string
  /** Whether the PBX has it. */
  readonly callable: boolean
  /** Seconds until a call that rings counts as not answered. */
  readonly ringTime: number
  /** The trunk for outside numbers. */
  readonly trunk: string
  readonly decisions: Readonly<Record<Condition, Decision>>
}

/** What a call to an outside number meets when an extension makes it. */
export interface OutsideRoute {
  /** `null` where there is no trunk. */
  readonly trunk: string | null
  /** The rule of the longest prefix, in the words of a decision. */
  readonly rule: string
}

/** What the settings say of calls. */
export interface CallSettings {
  readonly ringTime: number
  /** Whether the target for all calls stands in for those that are not set, or takes every call. */
  readonly forwardAll: 'fallback' | 'always'
}
