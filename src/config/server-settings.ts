import type { SettingTable } from './setting.ts'
import { bytes, host, integer, oneOf, postgresUrl, proxies, text } from './setting-types.ts'

/** The settings of the server and of its book. */
export const serverSettings = {
  host: {
    env: 'DIALBOOK_HOST',
    flag: '--host <host>',
    type: host,
    default: '127.0.0.1',
    help: 'The host name or the address that the server listens on.',
  },
  port: {
    env: 'DIALBOOK_PORT',
    flag: '--port <port>',
    type: integer(0, 65535),
    default: '8080',
    help: 'The port that the server listens on; 0 picks a free one.',
  },
  data: {
    env: 'DIALBOOK_DATA',
    flag: '--data <folder>',
    type: text,
    default: './data',
    help: 'The folder of the book; a relative path begins in the working directory.',
  },
  'database.url': {
    env: 'DIALBOOK_DATABASE_URL',
    flag: '--database-url <url>',
    type: postgresUrl,
    default: '',
    help: 'The PostgreSQL database of the book, as postgres://user:password@host/database; without it the book is a file in --data.',
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
    help: 'Reads that may wait for a connection, and as many writes; further ones are refused at once.',
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
    help: 'The lowest level that is logged: requests are info, failures of the server are error.',
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
  'signIn.badSignIns': {
    env: 'DIALBOOK_SIGN_IN_BAD_SIGN_INS',
    flag: '--sign-in-bad-sign-ins <count>',
    type: integer(0, 100_000),
    default: '30',
    help:
      'Bad sign-ins of one address, or of one user name, within `signIn.within` that do not slow it. While it is slowed its keys ' +
      'that were not right before are checked one at a time, with pauses. LOX24 addresses have a rule of their own.',
  },
  'signIn.within': {
    env: 'DIALBOOK_SIGN_IN_WITHIN',
    flag: '--sign-in-within <seconds>',
    type: integer(1, 86_400),
    default: '60',
    help: 'Seconds for which a bad sign-in counts, each from its own moment on.',
  },
  'signIn.slowTime': {
    env: 'DIALBOOK_SIGN_IN_SLOW_TIME',
    flag: '--sign-in-slow-time <seconds>',
    type: integer(1, 604_800),
    default: '600',
    help: 'Seconds for which an address or a user name is slowed; `dialbook block lift` ends it at once.',
  },
  'signIn.longestPause': {
    env: 'DIALBOOK_SIGN_IN_LONGEST_PAUSE',
    flag: '--sign-in-longest-pause <seconds>',
    type: integer(1, 60),
    default: '5',
    help: 'The longest pause after a bad sign-in of a slowed one, in seconds. The first is 1 s; each next one is twice as long.',
  },
  shutdownTimeout: {
    env: 'DIALBOOK_SHUTDOWN_TIMEOUT',
    flag: '--shutdown-timeout <seconds>',
    type: integer(0, 3600),
    default: '10',
    help: 'Seconds that running requests get to finish when the server stops.',
  },
} as const satisfies SettingTable
