import type { CallSettings, OutsideRoute, Route } from './route.ts'

/** Reads how calls are routed. */
export interface RouteReader {
  /** The route of an extension; undefined when no extension of the account has the number. */
  get(accountId: number, number: string): Promise<Route | undefined>
  outside(accountId: number, number: string): Promise<OutsideRoute>
  /** The call settings; undefined until they are written for the first time. Until then their defaults hold. */
  settings(): Promise<CallSettings | undefined>
}

/** Writes the call settings. */
export interface RouteWriter {
  settings(): Promise<CallSettings | undefined>
  setSettings(settings: CallSettings): Promise<void>
}
