import type { Shelf } from './shelf.ts'

/** Undoes changes of the networks that are never blocked at SIP. They belong to no account. */
export const sipNetworkShelf: Shelf = {
  async current(tx, _accountId, state) {
    const cidr = state.cidr as string
    return (await tx.sipNetworks.all()).includes(cidr) ? { cidr } : null
  },
  async put(tx, current, wanted) {
    if (wanted) await tx.sipNetworks.insert(wanted.cidr as string)
    else if (current) await tx.sipNetworks.remove(current.cidr as string)
  },
}
