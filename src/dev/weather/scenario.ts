/** A time: milliseconds, the same every time, or one of a range, drawn by the seed of the scenario. */
export type Delay = number | { readonly from: number; readonly to: number }

/** The calls to which a rule applies. All that is there must fit. */
export interface When {
  readonly dialect?: string
  readonly methods?: readonly string[]
  /** The path, in which `*` stands for anything. */
  readonly path?: RegExp
  /** The calls that fit so far, counted from 1: the first of these, and up to the last. */
  readonly nth?: { readonly from: number; readonly to: number }
  readonly probability?: number
  /** Milliseconds from the switching on for which the rule holds, on the book's clock. */
  readonly during?: number
  /** Calls that pass within a minute or a day of the book's clock; the rule is for those beyond. */
  readonly limit?: { readonly calls: number; readonly per: 'minute' | 'day' }
}

/** What befalls a call, or its answer. */
export interface Blow {
  /** The storm of the dialect, by its name. */
  readonly storm?: string
  readonly delay?: Delay
  /** Where the connection breaks: before, within or after the answer. */
  readonly cut?: 'before' | 'within' | 'after'
  /** Whether the call is carried out all the same. */
  readonly done: boolean
  /** Bytes of the body that come, or a share of them below 1. */
  readonly truncate?: number
  readonly garble: boolean
  /** An HTML page of a proxy with this status. */
  readonly proxy?: number
}

/** What befalls a message to a webhook. */
export interface WebhookBlow {
  readonly delay?: Delay
  /** How often it is sent. */
  readonly times: number
  /** Whether it comes behind the next one. */
  readonly swap: boolean
  /** The status with which its receiver fails; 0 for one that is not there. */
  readonly fail?: number
}

/** A rule of a scenario: the first that fits a call is the one. */
export interface Rule<Kind> {
  readonly when: When
  readonly blow: Kind
}

/** Bad weather as data. */
export interface Scenario {
  readonly name: string
  readonly about: string
  /** The seed of all that is drawn: the same scenario draws the same in every run. */
  readonly seed: number
  readonly calls: readonly Rule<Blow>[]
  readonly webhooks: readonly Rule<WebhookBlow>[]
}
