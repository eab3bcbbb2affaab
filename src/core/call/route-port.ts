import type { CallSettings, OutsideRoute, Route } from './route.ts'

/** Reads how calls are routed. */
export interface RouteReader {
  /** The route of an extension; undefined when the number is none of the account. */
  get(accountId: number, number: string): Promise<Route | undefined>
  outside(accountId: number, number: string): Promise<OutsideRoute>
  /** Undefined until they were written once: their defaults hold. */
  settings(): Promise<CallSettings | undefined>
}

/** Writes what the settings say of calls. */
export interface RouteWriter {
  settings(): Promise<CallSettings | undefined>
  setSettings(settings: CallSettings): Promise<void>
}
