/**
 * The condition under which a call goes on: `always` before anything rings, the others by what the extension's phone
 * did.
 */
export type Condition = 'always' | 'busy' | 'no_answer' | 'unavailable'

/**
 * The decision on a forward. The call goes on to an `extension` or to an `outside` number. It ends with its condition
 * where there is no target (`none`), or where no rule allows the outside number (`refused`).
 */
export interface Decision {
  readonly kind: 'extension' | 'outside' | 'refused' | 'none'
  /** The number that the call goes on to; empty for `none`. */
  readonly target: string
  /** The target of the forward policy that was used. */
  readonly source: 'all' | 'busy' | 'no_answer' | 'unavailable'
  /** The reason: `an extension`, or for an outside number `allow 0912`, `deny 0900`, `no rule`, `no trunk`. */
  readonly rule: string
}

/** All that decides where a call to an extension goes, as the PBX reads it. */
export interface Route {
  readonly number: string
  /** Whether the PBX has the extension. */
  readonly callable: boolean
  readonly technology: 'SIP' | 'IAX2'
  /** Whether calls may come to it. One that may only call is unavailable to them. */
  readonly rings: boolean
  /** Seconds until a call that rings counts as not answered. */
  readonly ringTime: number
  readonly decisions: Readonly<Record<Condition, Decision>>
}

/** The route of a call that an extension makes to an outside number. */
export interface OutsideRoute {
  /** Whether there is any trunk. By which one a call goes, its number decides. */
  readonly hasTrunk: boolean
  /** The rule of the longest prefix, in the words of a decision. */
  readonly rule: string
}

/** The settings that hold for every call. `ringTime` is in seconds. */
export interface CallSettings {
  readonly ringTime: number
  /**
   * The use of a policy's target for all calls: `fallback` stands in for targets that are not set, `always` takes every
   * call.
   */
  readonly forwardAll: 'fallback' | 'always'
  /** Seconds that a call waits for a phone that has to be woken (`push_notification`); 0 for none. */
  readonly pushWait: number
  /** Whether missed calls are told by mail. */
  readonly missedMail: boolean
  /** Seconds without sound from a phone after which its call ends, and those while it holds the call; 0 for none. */
  readonly rtpTimeout: number
  readonly rtpTimeoutOnHold: number
  /** Seconds within which a phone in a call must answer once more. */
  readonly sessionExpires: number
  /** The address that sound goes by; empty where the machine chooses it. */
  readonly mediaAddress: string
  /** Whether the PBX translates opus. Where it does not, browsers are not offered it. */
  readonly translatesOpus: boolean
}
