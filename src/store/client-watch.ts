import { AsyncLocalStorage } from 'node:async_hooks'
import type { Client } from '../core/client.ts'
import { unavailable } from '../core/errors.ts'

const clients = new AsyncLocalStorage<Client>()

/** Runs work for a client. */
export function forClient<T>(client: Client, work: () => Promise<T>): Promise<T> {
  return clients.run(client, work)
}

/** Says of the client for which this work is whether it is gone; nobody is gone where there is no client. */
export function watchClient(): () => boolean {
  return clients.getStore()?.isGone ?? (() => false)
}

/** The account of the client for which this work is; undefined where there is no client. */
export function accountOfClient(): number | undefined {
  return clients.getStore()?.accountId
}

/** The refusal of work that nobody waits for any more. */
export function nobodyWaits(): Error {
  return unavailable('the client is gone', undefined)
}
