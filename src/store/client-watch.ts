import { AsyncLocalStorage } from 'node:async_hooks'
import { unavailable } from '../core/errors.ts'

const clients = new AsyncLocalStorage<() => boolean>()

/** Runs work for a client, of which `isGone` says whether it still waits for the answer. */
export function forClient<T>(isGone: () => boolean, work: () => Promise<T>): Promise<T> {
  return clients.run(isGone, work)
}

/** Says of the client for which this work is whether it is gone; nobody is gone where there is no client. */
export function watchClient(): () => boolean {
  return clients.getStore() ?? (() => false)
}

/** The refusal of work that nobody waits for any more. */
export function nobodyWaits(): Error {
  return unavailable('the client is gone', undefined)
}
