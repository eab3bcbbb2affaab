import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivate } from './private-networks.ts'

/** A target that may not be reached. */
export class PrivateTarget extends Error {
  constructor() {
    super('its address is private, and webhook.denyPrivate is set')
    this.name = 'PrivateTarget'
  }
}

/**
 * Resolves names as usual, and refuses those that lead to a private address. The connection is made to the very address
 * that was looked at, so that a second answer of the name server changes nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    if (error || !first) return callback(error ?? new Error('the name has no address'), [])
    if (addresses.some(({ address }) => isPrivate(address))) return callback(new PrivateTarget(), [])
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}
