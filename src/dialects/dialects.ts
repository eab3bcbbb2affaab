import type { Dialect } from './dialect.ts'
import * as listed from './index.ts'

/** The dialects that `index.ts` lists, in the order of their names. */
export const dialects: readonly Dialect[] = Object.values(listed)

/** The dialect of webhooks where none is named: no other told of events for a long time. */
export const usualWebhooks = 'simotel'
