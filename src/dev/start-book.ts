import { accessSync, constants, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { type Effective, resolveSettings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { removeDueGroups } from '../core/group/remove-due-groups.ts'
import { ownerCaller, serverItself } from '../core/permission/callers.ts'
import { plantSeed } from '../core/seed/plant-seed.ts'
import { dialects } from '../dialects/dialects.ts'
import { makeIds } from '../secrets/ids.ts'
import { makePasswords } from '../secrets/passwords.ts'
import type { OwnParts, Refill } from '../server/own-parts.ts'
import { covers } from '../server/refuse-overlaps.ts'
import { StartError } from '../server/start-error.ts'
import { putReadyBook } from '../store/sqlite/ready-book.ts'
import { makeControl } from './control.ts'
import { DevClock } from './dev-clock.ts'
import { usualKeys } from './dev-keys.ts'
import { durationRule, readDuration } from './duration.ts'
import { RequestRecord } from './request-record.ts'
import { type PlantedKey, readKeys } from './seed/read-keys.ts'
import { readSeed } from './seed/read-seed.ts'
import { SeedError, SeedProblems } from './seed/seed-problems.ts'
import type { StartOptions, TestBook } from './test-book.ts'
import { BookWeather } from './weather/book-weather.ts'

/** A server, as far as a book for tests needs it. */
export interface Served {
  readonly url: string
  readonly book: { readonly core: Core }
  lookForDeliveries(): void
  /** Writes a line of warning into the log. */
  note(fields: object, message: string): void
  stop(reason: string): Promise<void>
}

/** Starts a server with parts of its own, as `startServer` of `app.ts` does. */
export type Serve = (effective: Effective, own: OwnParts) => Promise<Served>

/** The work that becomes due when the clock is moved. */
const due = serverItself('planned deletions', ['group.remove'])

/** A hash of a password that guards nothing need not be slow. */
const quickHashes = { N: 16, r: 1, p: 1 }

/**
 * Starts a server with a book of its own in memory, or where there is no folder in memory in that for temporary files.
 *
 * @throws SeedError, SettingsError, StartError
 */
export async function startBook(options: StartOptions, pid: number, serve: Serve): Promise<TestBook> {
  const clock = new DevClock(readClock(options.clock))
  const ids = makeIds(clock)
  const { seed, keys } = wholeSeed(options, ids)
  const folder = await mkdtemp(join(placeInMemory() ?? tmpdir(), `dialbook-dev-${pid}-`))
  let served: Served | undefined
  try {
    const data = join(folder, 'data')
    putReadyBook(data)
    const forgetters: (() => void)[] = []
    let refill: Refill = () => Promise.reject(new Error('the book is not open yet'))
    const record = new RequestRecord(() => clock.now(), dialectOf)
    const weather = new BookWeather(() => clock.now(), dialectOf)
    const control = makeControl(() => book)
    const server = await serve(settingsOf(options, data), {
      clock,
      mountsWhenAsked: true,
      passwords: makePasswords(quickHashes),
      onRefilled: (forget) => forgetters.push(forget),
      takeRefill: (given) => {
        refill = given
      },
      around: (handle) => (request, response) => {
        if (control.isFor(request)) return control.handle(request, response)
        record.watch(request, response, () => weather.metBy(request))
        weather.answer(request, response, handle)
      },
      aroundCourier: (courier) => weather.aroundCourier(courier),
      weather,
    })
    served = server
    const { core } = server.book
    await plantSeed(core, ownerCaller('seed', null), seed)
    const planted = join(folder, 'seed.db')
    await keep(join(data, 'book.db'), planted)
    weather.begin(options.weather)
    if (weather.scenario() !== null) server.note({ weather: weather.scenario() }, 'the weather is bad')
    let stopped: Promise<void> | undefined
    const book: TestBook = {
      url: server.url,
      keys: shownKeys(keys),
      clock: {
        now: async () => new Date(clock.now()).toISOString(),
        async advance(by) {
          const ms = readDuration(by)
          if (ms === undefined) throw new TypeError(`${JSON.stringify(by)} is not ${durationRule}`)
          clock.advance(ms)
          await removeDueGroups(core, due)
          server.lookForDeliveries()
          return new Date(clock.now()).toISOString()
        },
      },
      async reset() {
        clock.reset()
        await refill(planted)
        for (const forget of forgetters) forget()
        weather.reset()
        record.forget()
      },
      requests: async () => record.all(),
      async weather(scenario) {
        if (scenario === undefined) return weather.state()
        weather.switchTo(scenario)
        server.note({ weather: weather.scenario() }, scenario === null ? 'the weather is fair' : 'the weather is bad')
        return weather.state()
      },
      stop() {
        stopped ??= server.stop('the test has ended').finally(() => rm(folder, { recursive: true, force: true }))
        return stopped
      },
      [Symbol.asyncDispose]: () => book.stop(),
    }
    return book
  } catch (error) {
    await served?.stop('the book could not be planted')
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function shownKeys(keys: readonly PlantedKey[]): TestBook['keys'] {
  const byDialect = Map.groupBy(keys, ({ key }) => key.dialect)
  return Object.fromEntries([...byDialect].map(([dialect, own]) => [dialect, own.map(({ show }) => show)]))
}

/** A folder that is in memory; undefined where there is none. */
function placeInMemory(): string | undefined {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return undefined
  }
}

/** Copies an open book into a file. */
async function keep(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true })
  await backup(source, to, { rate: 1_000_000 }).finally(() => source.close())
}

function dialectOf(url: string): string | null {
  const path = url.split('?')[0] ?? ''
  return dialects.find(({ prefixes }) => prefixes.some((prefix) => covers(prefix, path)))?.name ?? null
}

function readClock(given: StartOptions['clock']): number | undefined {
  if (given === undefined) return undefined
  const at =
    given instanceof Date ? given.getTime() : /T.*(Z|[+-]\d\d:?\d\d)$/.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(at))
    throw new StartError(`the clock must be a time with its offset, as 2026-03-20T08:00:00+03:30, and not ${given}`)
  return at
}

function settingsOf(
  { settings = {}, port = 0, host = '127.0.0.1', logLevel = 'silent' }: StartOptions,
  data: string,
): Effective {
  const values = { ...settings, port, host, logLevel, data, 'database.url': '' }
  return resolveSettings({ flags: {}, env: {}, file: { path: 'the options', values, problems: [] } })
}

/** The seed with the keys of the options, and with known ones for each dialect that has none. */
function wholeSeed({ seed, keys }: StartOptions, ids: ReturnType<typeof makeIds>): ReturnType<typeof readSeed> {
  const read =
    typeof seed === 'string' ? readSeed(readText(seed), seed, ids) : readSeed(seed ?? {}, 'of the options', ids)
  const problems = new SeedProblems()
  const given = readKeys(keys, ['keys'], problems, ids)
  const has = new Set([...read.keys, ...given].map(({ key }) => key.dialect))
  const usual = Object.fromEntries(Object.entries(usualKeys).filter(([dialect]) => !has.has(dialect)))
  const all = [...read.keys, ...given, ...readKeys(usual, ['keys'], problems, ids)]
  if (problems.found.length > 0) throw new SeedError('of the options', problems.found)
  return { seed: { ...read.seed, keys: all.map(({ key }) => key) }, keys: all }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new StartError(`the seed ${path} cannot be read`, error)
  }
}
