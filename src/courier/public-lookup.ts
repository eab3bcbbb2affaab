import { type LookupAddress, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivate } from './private-networks.ts'

/** The refusal to send to a private address. */
export class PrivateTarget extends Error {
  constructor() {
    super('its address is private, and webhook.denyPrivate is set')
    this.name = 'PrivateTarget'
  }
}

/**
 * Resolves names as usual, and refuses a name of which any address is private. The connection is made to an address
 * that was looked at here, so that a second answer of the name server changes nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    if (error || !first) return callback(error ?? new Error('the name has no address'), [])
    if (addresses.some(({ address }) => isPrivate(address))) return callback(new PrivateTarget(), [])
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}
