import { isIPv6 } from 'node:net'

/** A way in which SIP comes to the PBX. `wss` is a secure WebSocket, which browsers use. */
export type Transport = 'udp' | 'tcp' | 'tls' | 'wss'

/** All that the PBX needs to know to be reached by phones. */
export interface SipEdge {
  /** An address of IPv4, one of IPv6, or both. */
  readonly addresses: readonly string[]
  readonly transports: readonly Transport[]
  /** The port of `udp` and of `tcp`. */
  readonly port: number
  readonly tlsPort: number
  readonly wssPort: number
  /** The address at which the outside reaches the PBX, when it is behind NAT; empty for none. */
  readonly externalAddress: string
  /** The networks that reach the PBX without NAT, as CIDR. */
  readonly localNetworks: readonly string[]
  /** The paths of the certificate and of its key, as `tls` and `wss` need them. */
  readonly certificate: { readonly file: string; readonly key: string }
}

/** The file from which Asterisk reads its transports: one for each way and each kind of address. */
export function transportsFile(edge: SipEdge): string {
  const sections = edge.transports.flatMap((transport) =>
    // All WebSockets are those of Asterisk's HTTP server.
    (transport === 'wss' ? edge.addresses.slice(0, 1) : edge.addresses).map((address, index) => {
      const name = `transport-${transport}${index === 0 ? '' : '6'}`
      return [`[${name}]`, 'type = transport', `protocol = ${transport}`, ...linesOf(transport, address, edge), '']
    }),
  )
  return ['; Written by `dialbook pbx config`: the ways in which phones reach the PBX.', '', ...sections.flat()].join(
    '\n',
  )
}

function linesOf(transport: Transport, address: string, edge: SipEdge): string[] {
  const port = transport === 'tls' ? edge.tlsPort : transport === 'wss' ? edge.wssPort : edge.port
  return [
    `bind = ${bracketed(address)}:${port}`,
    ...(transport === 'tls'
      ? [`cert_file = ${edge.certificate.file}`, `priv_key_file = ${edge.certificate.key}`, 'method = tlsv1_2']
      : []),
    ...(edge.externalAddress !== '' && isIPv6(edge.externalAddress) === isIPv6(address) ? outside(edge) : []),
  ]
}

/** The address that is told to whoever is not in a local network. */
function outside({ externalAddress, localNetworks }: SipEdge): string[] {
  return [
    `external_signaling_address = ${bracketed(externalAddress)}`,
    `external_media_address = ${externalAddress}`,
    ...localNetworks.map((network) => `local_net = ${network}`),
  ]
}

/** The lines by which Asterisk's HTTP server listens for secure WebSockets. None where no browser is to come in. */
export function secureHttp({ transports, addresses, wssPort, certificate }: SipEdge): string {
  if (!transports.includes('wss')) return ''
  return [
    'tlsenable = yes',
    `tlsbindaddr = ${bracketed(addresses.includes('::') ? '::' : (addresses[0] as string))}:${wssPort}`,
    `tlscertfile = ${certificate.file}`,
    `tlsprivatekey = ${certificate.key}`,
  ].join('\n')
}

/** An address as it stands before a port. */
export function bracketed(address: string): string {
  return isIPv6(address) ? `[${address}]` : address
}
