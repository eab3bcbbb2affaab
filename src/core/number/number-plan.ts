/** The digits that stand before the numbers of a country. */
export interface DialingDigits {
  /** As `98`. */
  readonly callingCode: string
  /** Before a national number, as `0`; empty where there are none. */
  readonly trunkPrefix: string
  /** Before a number of another country, as `00`; empty where there are several that differ by carrier. */
  readonly exit: string
}

/**
 * The numbering plan of an account's country: which spellings are one number. It takes numbers as `readNumber` gives
 * them. The key is nowhere stored, so that an account may change its country at any time.
 */
export interface NumberPlan {
  /** ISO 3166-1 alpha-2, as `IR`; null for an account without a country, where each spelling is a number of its own. */
  readonly country: string | null
  /** The digits before numbers; null for an account without a country. */
  readonly dialing: DialingDigits | null
  /**
   * Two numbers are one when they have one key: in Iran `09121112233`, `00989121112233`, `989121112233` and
   * `9121112233` have the key `+989121112233`. A short number, as an extension, is its own key.
   */
  keyOf(number: string): string
  /** Every spelling with the key of this number, the number itself first: at most about eight. */
  spellingsOf(number: string): readonly string[]
}

/** Finds numbering plans. */
export interface NumberPlans {
  /** The plan of a country that it knows; null is the plan without a country. */
  of(country: string | null): Promise<NumberPlan>
  knows(country: string): Promise<boolean>
  /** The country of a number in international form; null where there is none. */
  countryOf(international: string): Promise<string | null>
}
