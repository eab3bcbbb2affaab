import { globSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** The folders of test/acceptance whose tests no run puts on PostgreSQL, each with its reason. */
export const ownBooks: Readonly<Record<string, string>> = {
  support: 'has tests of the tests, which need no book',
  postgres: 'starts a PostgreSQL of its own, to stop it',
}

/**
 * The folders of test/ whose suites only a command of their own runs (`npm run test:NAME`), each with the reason. Their
 * files are named like `lose-leaders.suite.ts`, so that `npm test` passes them over.
 */
export const ownCommands: Readonly<Record<string, string>> = {
  failover: 'loses 20 leaders of a database, and waits each time until a standby takes over: a quarter of an hour',
}

function find(...patterns: readonly string[]): string[] {
  return globSync(patterns, { cwd: root }).sort()
}

/** Every test file: `npm test` runs them. */
export function allTests(): string[] {
  return find('src/**/*.test.ts', 'test/**/*.test.ts')
}

/** Whether a test is for the full run only: it takes long by nature, and its first line says why. */
export function isLong(file: string): boolean {
  return file.endsWith('.long.test.ts')
}

/** Whether a file needs an Asterisk. */
export function needsPbx(file: string): boolean {
  return file.startsWith('test/pbx/')
}

/**
 * The files of `npm run test:fast`. A test that needs a PostgreSQL or a browser skips itself there: see `isFastRun`.
 */
export function fastTests(): string[] {
  return allTests().filter((file) => !isLong(file) && !needsPbx(file))
}

/**
 * The files of test/pbx that run on PostgreSQL in `npm run test:pbx` only. They try what happens between Asterisk, phones and providers;
 * the views of the book, through which Asterisk reads either engine, are tried by the others.
 */
export const betweenPhones: readonly string[] = [
  'attack',
  'clients',
  'connect',
  'devices',
  'failover',
  'lamps',
  'listen',
  'log',
  'office',
  'provider',
  'qualify',
  'recording',
  'run',
  'spool-limit',
  'transports',
  'trunk-watch',
  'vanish',
]

/**
 * The files that run once more with their books on PostgreSQL: the PBX, every folder of test/acceptance, so that each
 * dialect is among them, and the kills between messages. Exceptions are in {@link ownBooks} and {@link betweenPhones}.
 */
export function postgresTests(): string[] {
  const others = Object.keys(ownBooks).map((folder) => `test/acceptance/${folder}/`)
  const acceptance = find('test/acceptance/*/**/*.test.ts')
  return [
    'test/messages/kills.long.test.ts',
    ...acceptance.filter((file) => !others.some((other) => file.startsWith(other))),
    ...find('test/pbx/**/*.test.ts').filter(
      (file) => !betweenPhones.some((name) => file === `test/pbx/${name}.test.ts`),
    ),
  ]
}

/** The files of {@link ownCommands}. */
export function ownSuites(): string[] {
  return find('test/**/*.suite.ts')
}
