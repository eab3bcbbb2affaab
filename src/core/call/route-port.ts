import type { CallSettings, OutsideRoute, Route } from './route.ts'

/** Reads how calls are routed. */
export interface RouteReader {
  /** The route of an extension; undefined when the number is none of the account. */
  get(accountId: number, number: string): Promise<Route | undefined>
  outside(accountId: number, number: string): Promise<OutsideRoute>
  settings(): Promise<CallSettings>
}

/** Writes what the settings say of calls. */
export interface RouteWriter {
  settings(): Promise<CallSettings>
  setSettings(settings: CallSettings): Promise<void>
}
