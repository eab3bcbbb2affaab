import type { EmergencyNumber } from './emergency-numbers.ts'

/** Reads emergency numbers. */
export interface EmergencyReader {
  /** What the account has put to the numbers of its country, or taken from them. */
  all(accountId: number): Promise<EmergencyNumber[]>
  /** The numbers that go out whatever extensions there are, in order. */
  listed(accountId: number): Promise<string[]>
}

/** Writes emergency numbers. */
export interface EmergencyWriter extends EmergencyReader {
  put(number: EmergencyNumber): Promise<void>
  remove(number: EmergencyNumber): Promise<void>
  /** Writes the numbers that go out. */
  list(accountId: number, numbers: readonly string[]): Promise<void>
}
