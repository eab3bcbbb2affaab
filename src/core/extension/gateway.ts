import { isIpv4, isIpv6 } from '../network/ip-address.ts'
import type { Extension } from './extension.ts'

/**
 * Whether an extension is a gateway: another system at an address of its own, whose calls come in without a secret. It
 * needs `trunk`, and a `permit` that names this very address, alone or with a mask for one: a wider network names
 * nobody.
 */
export function isGateway({ host, permit, trunk }: Pick<Extension, 'host' | 'permit' | 'trunk'>): boolean {
  if (trunk !== true || !(isIpv4(host) || isIpv6(host))) return false
  const alone = isIpv4(host) ? ['', '/32', '/255.255.255.255'] : ['', '/128']
  const named = permit.split(',')
  return alone.some((mask) => named.includes(`${host}${mask}`))
}
