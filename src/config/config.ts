import { type ConfigFile, nearestName } from './config-file.ts'
import { pbxSettings } from './pbx-settings.ts'
import type { Setting } from './setting.ts'
import {
  address,
  bytes,
  host,
  integer,
  oneOf,
  portRange,
  postgresUrl,
  proxies,
  realm,
  type SettingType,
  text,
  timeZone,
  yesNo,
} from './setting-types.ts'

const table = {
  host: {
    env: 'DIALBOOK_HOST',
    flag: '--host <host>',
    type: host,
    default: '127.0.0.1',
    help: 'Where the server listens.',
  },
  port: {
    env: 'DIALBOOK_PORT',
    flag: '--port <port>',
    type: integer(0, 65535),
    default: '8080',
    help: 'The port it listens on; 0 picks a free one.',
  },
  data: {
    env: 'DIALBOOK_DATA',
    flag: '--data <folder>',
    type: text,
    default: './data',
    help: 'The folder of the book, from the working directory.',
  },
  'database.url': {
    env: 'DIALBOOK_DATABASE_URL',
    flag: '--database-url <url>',
    type: postgresUrl,
    default: '',
    help: 'The book in a PostgreSQL database, postgres://user:password@host/database; without it the book is a file in --data.',
    secret: true,
  },
  'database.connections': {
    env: 'DIALBOOK_DATABASE_CONNECTIONS',
    flag: '--database-connections <count>',
    type: integer(1, 1000),
    default: '20',
    help: 'Connections to PostgreSQL that a server holds for requests; one more listens.',
  },
  'database.queue': {
    env: 'DIALBOOK_DATABASE_QUEUE',
    flag: '--database-queue <count>',
    type: integer(1, 100_000),
    default: '1000',
    help: 'Reads that may wait for a connection, and as many writes; those after them are refused at once.',
  },
  'database.connectTimeout': {
    env: 'DIALBOOK_DATABASE_CONNECT_TIMEOUT',
    flag: '--database-connect-timeout <seconds>',
    type: integer(1, 3600),
    default: '5',
    help: 'Seconds that a request waits for a connection to PostgreSQL before it is refused.',
  },
  'database.statementTimeout': {
    env: 'DIALBOOK_DATABASE_STATEMENT_TIMEOUT',
    flag: '--database-statement-timeout <seconds>',
    type: integer(1, 3600),
    default: '30',
    help: 'Seconds that one statement may take on PostgreSQL.',
  },
  'database.lockTimeout': {
    env: 'DIALBOOK_DATABASE_LOCK_TIMEOUT',
    flag: '--database-lock-timeout <seconds>',
    type: integer(1, 3600),
    default: '10',
    help: 'Seconds that a write waits on PostgreSQL for another write of the same thing.',
  },
  logLevel: {
    env: 'DIALBOOK_LOG_LEVEL',
    flag: '--log-level <level>',
    type: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    default: 'info',
    help: 'The least that is logged: requests are info, failures of the server are error.',
  },
  bodyLimit: {
    env: 'DIALBOOK_BODY_LIMIT',
    flag: '--body-limit <bytes>',
    type: bytes,
    default: '64MiB',
    help: 'The largest request body that is accepted.',
  },
  trustProxy: {
    env: 'DIALBOOK_TRUST_PROXY',
    flag: '--trust-proxy <networks>',
    type: proxies,
    default: '',
    help: 'Proxies whose X-Forwarded-For is believed; none by default.',
  },
  shutdownTimeout: {
    env: 'DIALBOOK_SHUTDOWN_TIMEOUT',
    flag: '--shutdown-timeout <seconds>',
    type: integer(0, 3600),
    default: '10',
    help: 'Seconds that running requests get to finish when the server stops.',
  },
  'simotel.timeZone': {
    env: 'DIALBOOK_SIMOTEL_TIME_ZONE',
    flag: '--simotel-time-zone <zone>',
    type: timeZone,
    default: 'Asia/Tehran',
    help: 'The time zone of the local times in Simotel answers.',
  },
  'simotel.forwardAll': {
    env: 'DIALBOOK_SIMOTEL_FORWARD_ALL',
    flag: '--simotel-forward-all <when>',
    type: oneOf('fallback', 'always'),
    default: 'fallback',
    help: 'Whether `All` of a forward policy stands in for targets that are empty, or takes every call; `pbx config` applies it.',
  },
  'lox24.badSignIns': {
    env: 'DIALBOOK_LOX24_BAD_SIGN_INS',
    flag: '--lox24-bad-sign-ins <count>',
    type: integer(0, 1_000_000),
    default: '3',
    help:
      'Bad sign-ins of one address that block nothing: keys that are wrong, disabled or removed, within ' +
      '`lox24.badSignInsWithin`; the next is still answered with 401 and blocks the address.',
  },
  'lox24.badSignInsWithin': {
    env: 'DIALBOOK_LOX24_BAD_SIGN_INS_WITHIN',
    flag: '--lox24-bad-sign-ins-within <seconds>',
    type: integer(1, 86_400),
    default: '60',
    help: 'Seconds for which a bad sign-in counts, each from its own moment on.',
  },
  'lox24.blockTime': {
    env: 'DIALBOOK_LOX24_BLOCK_TIME',
    flag: '--lox24-block-time <seconds>',
    type: integer(1, 604_800),
    default: '600',
    help: 'Seconds that a block lasts; `dialbook block lift` ends one at once.',
  },
  'checkmarket.lenientXml': {
    env: 'DIALBOOK_CHECKMARKET_LENIENT_XML',
    flag: '--checkmarket-lenient-xml <bool>',
    type: yesNo,
    default: 'false',
    help: 'Whether CheckMarket XML may have its elements in any order; else those out of order are dropped, as by the vendor.',
  },
  ...pbxSettings,
  'sip.realm': {
    env: 'DIALBOOK_SIP_REALM',
    flag: '--sip-realm <realm>',
    type: realm,
    default: 'dialbook',
    help: 'The realm of SIP digests; decide before the first extension is made: digests are made when a secret is stored.',
  },
  'sip.bind': {
    env: 'DIALBOOK_SIP_BIND',
    flag: '--sip-bind <address>',
    type: address,
    default: '127.0.0.1',
    help: "The PBX's address for phones; 0.0.0.0 for all that the machine has.",
  },
  'sip.port': {
    env: 'DIALBOOK_SIP_PORT',
    flag: '--sip-port <port>',
    type: integer(1, 65535),
    default: '5060',
    help: "The PBX's UDP port for phones.",
  },
  'sip.rtpPorts': {
    env: 'DIALBOOK_SIP_RTP_PORTS',
    flag: '--sip-rtp-ports <range>',
    type: portRange,
    default: '10000-10999',
    help: "The PBX's UDP ports for sound, two for each side of a call.",
  },
  'pbx.ringTime': {
    env: 'DIALBOOK_PBX_RING_TIME',
    flag: '--pbx-ring-time <seconds>',
    type: integer(1, 300),
    default: '20',
    help: 'Seconds until a call that rings counts as not answered; `pbx config` applies it, to the next call.',
  },
  'ari.port': {
    env: 'DIALBOOK_ARI_PORT',
    flag: '--ari-port <port>',
    type: integer(1, 65535),
    default: '8088',
    help: "The PBX's port for ARI, always on loopback.",
  },
  'ami.port': {
    env: 'DIALBOOK_AMI_PORT',
    flag: '--ami-port <port>',
    type: integer(1, 65535),
    default: '5038',
    help: "The PBX's port for AMI, always on loopback.",
  },
} as const satisfies Record<string, Setting>

export type SettingKey = keyof typeof table

/** Every setting, by its key in `dialbook.config.json` (a dot stands for nesting). Their defaults are here and nowhere else. */
export const settingTable: Readonly<Record<SettingKey, Setting>> = table

/** The settings as the program reads them. */
export type Settings = {
  readonly [Key in SettingKey]: (typeof table)[Key]['type'] extends SettingType<infer T> ? T : never
}

/** Where the settings may come from, the strongest first. */
export interface Sources {
  readonly flags: Readonly<Record<string, string | undefined>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file: ConfigFile
}

/** The settings that hold, and where each came from: `default`, the file, the variable or the flag. */
export interface Effective {
  readonly settings: Settings
  readonly origins: Readonly<Record<SettingKey, string>>
}

/** Every problem of the settings at once. */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}

/** The keys of all settings, in the order of the table. */
export const settingKeys = Object.keys(table) as SettingKey[]

/**
 * Reads every setting from the strongest source that has it. An empty variable counts as absent, as composed
 * environments leave them.
 *
 * @throws SettingsError with all that is wrong.
 */
export function resolveSettings({ flags, env, file }: Sources): Effective {
  const problems = [...file.problems]
  for (const key of Object.keys(file.values)) {
    if (!Object.hasOwn(table, key)) problems.push(unknownKey(key, file.path))
  }
  const settings: Record<string, unknown> = {}
  const origins: Record<string, string> = {}
  for (const key of settingKeys) {
    const setting = settingTable[key]
    const candidates: [given: unknown, origin: string][] = [
      [flags[key], setting.flag.replace(/ .*/, '')],
      [env[setting.env] || undefined, setting.env],
      [file.values[key], file.path],
    ]
    const [given, origin] = candidates.find(([given]) => given !== undefined) ?? [setting.default, 'default']
    const value = setting.type.read(given)
    if (value === undefined) {
      problems.push(`${key}: ${JSON.stringify(shown(setting, given))} (from ${origin}) is not ${setting.type.rule}`)
    }
    settings[key] = value
    origins[key] = origin
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return { settings: settings as Settings, origins: origins as Effective['origins'] }
}

/** A setting's value for people: masked when it is a secret. */
export function shown(setting: Setting, value: unknown): unknown {
  return setting.secret ? '******' : value
}

function unknownKey(key: string, path: string): string {
  const nearest = nearestName(key, settingKeys)
  return `${key} (in ${path}) is not a setting${nearest ? `; did you mean ${nearest}?` : ''}`
}
