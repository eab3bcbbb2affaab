import type { SettingTable } from './setting.ts'
import { addresses, addressOrNone, integer, networks, portRange, realm, someOf, textOrNone } from './setting-types.ts'

/** The settings of SIP and of sound: how phones reach the PBX, and when their calls end. */
export const sipSettings = {
  'sip.realm': {
    env: 'DIALBOOK_SIP_REALM',
    flag: '--sip-realm <realm>',
    type: realm,
    default: 'dialbook',
    help: 'The realm of SIP digests. Choose it before the first extension is made: a digest is made when its secret is stored.',
  },
  'sip.bind': {
    env: 'DIALBOOK_SIP_BIND',
    flag: '--sip-bind <addresses>',
    type: addresses,
    default: '127.0.0.1',
    help: 'The address that the PBX listens on for phones; 0.0.0.0 for all addresses of the machine, 0.0.0.0,:: for those of IPv6 too.',
  },
  'sip.transports': {
    env: 'DIALBOOK_SIP_TRANSPORTS',
    flag: '--sip-transports <list>',
    type: someOf('udp', 'tcp', 'tls', 'wss'),
    default: 'udp',
    help: 'The ways in which phones reach the PBX; `wss` is a secure WebSocket, for browsers.',
  },
  'sip.port': {
    env: 'DIALBOOK_SIP_PORT',
    flag: '--sip-port <port>',
    type: integer(1, 65535),
    default: '5060',
    help: "The PBX's port for phones by `udp` and by `tcp`.",
  },
  'sip.tlsPort': {
    env: 'DIALBOOK_SIP_TLS_PORT',
    flag: '--sip-tls-port <port>',
    type: integer(1, 65535),
    default: '5061',
    help: "The PBX's port for phones by `tls`.",
  },
  'sip.wssPort': {
    env: 'DIALBOOK_SIP_WSS_PORT',
    flag: '--sip-wss-port <port>',
    type: integer(1, 65535),
    default: '8089',
    help: "The PBX's port for browsers by `wss`, under the path /ws.",
  },
  'sip.certificate': {
    env: 'DIALBOOK_SIP_CERTIFICATE',
    flag: '--sip-certificate <file>',
    type: textOrNone,
    default: '',
    help: 'The certificate for `tls` and `wss`, a PEM file with its chain; without it `pbx config` makes one that only you trust.',
  },
  'sip.certificateKey': {
    env: 'DIALBOOK_SIP_CERTIFICATE_KEY',
    flag: '--sip-certificate-key <file>',
    type: textOrNone,
    default: '',
    help: 'The PEM file with the private key of `sip.certificate`.',
  },
  'sip.externalAddress': {
    env: 'DIALBOOK_SIP_EXTERNAL_ADDRESS',
    flag: '--sip-external-address <address>',
    type: addressOrNone,
    default: '',
    help: 'The address at which phones and trunks outside reach a PBX behind NAT.',
  },
  'sip.localNetworks': {
    env: 'DIALBOOK_SIP_LOCAL_NETWORKS',
    flag: '--sip-local-networks <list>',
    type: networks,
    default: '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,fc00::/7',
    help: 'The networks that reach the PBX without NAT: they are not told `sip.externalAddress`.',
  },
  'sip.rtpPorts': {
    env: 'DIALBOOK_SIP_RTP_PORTS',
    flag: '--sip-rtp-ports <range>',
    type: portRange,
    default: '10000-10999',
    help: "The PBX's UDP ports for sound, two for each side of a call.",
  },
  'sip.rtpTimeout': {
    env: 'DIALBOOK_SIP_RTP_TIMEOUT',
    flag: '--sip-rtp-timeout <seconds>',
    type: integer(0, 9999),
    default: '60',
    help: 'Seconds without a packet of sound from a phone after which its call ends, 0 for none; `pbx config` applies it.',
  },
  'sip.rtpTimeoutOnHold': {
    env: 'DIALBOOK_SIP_RTP_TIMEOUT_ON_HOLD',
    flag: '--sip-rtp-timeout-on-hold <seconds>',
    type: integer(0, 9999),
    default: '900',
    help: 'The same for a phone that holds the call, and need send nothing.',
  },
  'sip.sessionExpires': {
    env: 'DIALBOOK_SIP_SESSION_EXPIRES',
    flag: '--sip-session-expires <seconds>',
    type: integer(90, 9999),
    default: '600',
    help: 'Seconds within which a phone in a call must have answered once more (RFC 4028), asked after half of them; `pbx config` applies it.',
  },
} as const satisfies SettingTable
