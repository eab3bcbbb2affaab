import type { Core } from '../core.ts'
import { isIpv4, isIpv6 } from '../network/ip-address.ts'
import type { DialingDigits } from '../number/number-plan.ts'
import { hostIn, hostsOf, type Trunk } from './trunk.ts'
import type { TrunkFacts } from './trunk-port.ts'

/** What the PBX needs of a trunk beside its settings, in a country with these digits. */
export function factsOf({ vault }: Pick<Core, 'vault'>, trunk: Trunk, dialing: DialingDigits | null): TrunkFacts {
  const { username, sealedPassword, realm } = trunk
  const password = username === null || sealedPassword === null ? '' : vault.open(sealedPassword)
  const needsDigest = password !== '' && realm !== ''
  return {
    password: needsDigest ? '' : password,
    digest: needsDigest ? `MD5:${vault.digest(username ?? '', password, realm)}` : '',
    addresses: [...new Set(hostsOf(trunk).map(hostIn))].filter(isAddress),
    callingCode: dialing?.callingCode ?? '',
    trunkPrefix: dialing?.trunkPrefix ?? '',
    exit: dialing?.exit ?? '',
  }
}

/** Whether a host is an address, and not a name of which the addresses have to be found. */
export function isAddress(host: string): boolean {
  return isIpv4(host) || isIpv6(host)
}
