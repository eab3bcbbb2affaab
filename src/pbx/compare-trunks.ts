import type { Difference } from '../core/pbx/pbx-view.ts'
import type { Trunk } from '../core/trunk/trunk.ts'
import type { Ami } from './ami.ts'
import type { Ari } from './ari.ts'
import { listEndpoints } from './list-endpoints.ts'

/** A trunk by its name, and the address that it leads to. */
export type TrunkAddress = Pick<Trunk, 'name' | 'host' | 'port' | 'transport'>

/**
 * Compares the trunks that Asterisk has loaded with those of the book. Asterisk reads trunks from a file that
 * `dialbook pbx config` writes, so that a trunk there may be older than the book's.
 */
export async function compareTrunks(ami: Ami, ari: Ari, wanted: readonly TrunkAddress[]): Promise<Difference[]> {
  const names = new Set(wanted.map(({ name }) => name))
  // The name of an extension is a number.
  const others = (await listEndpoints(ari)).filter(({ resource }) => !/^\d+$/.test(resource) && !names.has(resource))
  const found: Difference[] = []
  for (const trunk of wanted) {
    const held = await addressOf(ami, trunk.name)
    const address = sipAddress(trunk)
    if (held !== address) found.push({ kind: 'trunk', id: trunk.name, attribute: 'contact', wanted: address, held })
  }
  for (const { resource: id } of others) {
    const held = await addressOf(ami, id)
    if (held !== undefined) found.push({ kind: 'trunk', id, attribute: undefined, wanted: undefined, held })
  }
  return found
}

/** A trunk's address as Asterisk writes it. */
export function sipAddress({ host, port, transport }: Omit<TrunkAddress, 'name'>): string {
  return `sip:${host.includes(':') ? `[${host}]` : host}:${port}${transport === 'udp' ? '' : `;transport=${transport}`}`
}

/**
 * The address that a trunk of Asterisk leads to; undefined where Asterisk has no trunk of that name, or not any more.
 */
async function addressOf(ami: Ami, name: string): Promise<string | undefined> {
  const details = await ami.list({ Action: 'PJSIPShowEndpoint', Endpoint: name }).catch((error: Error) => {
    if (/Unable to retrieve endpoint/.test(error.message)) return []
    throw error
  })
  const aor = details.find(({ Event }) => Event === 'AorDetail')
  return aor?.Contacts?.replace(/^[^/]*\//, '').replace(/,$/, '')
}
