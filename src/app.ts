import type { RequestListener } from 'node:http'
import type { Settings } from './config/config.ts'
import { noDialer } from './core/call/dialer.ts'
import type { Core } from './core/core.ts'
import type { Clock } from './core/environment.ts'
import { noRegistrations } from './core/pbx/registrations.ts'
import type { StartOptions, TestBook } from './dev/test-book.ts'
import { recordFiles } from './files/record-files.ts'
import { makeNumberPlans } from './numbering/number-plans.ts'
import { recordingFolder } from './pbx/recording-folder.ts'
import { soundFolder } from './pbx/sound-folder.ts'
import { makeIds } from './secrets/ids.ts'
import { makePasswords } from './secrets/passwords.ts'
import { type Address, addressesOf, listenOn, tryAddresses } from './server/addresses.ts'
import { describeLoss } from './server/describe-loss.ts'
import { recordingsIn, soundsIn } from './server/media-folders.ts'
import { refuseMissingPassword } from './server/open-pbx.ts'
import { openSealed, refuseBeforehand } from './server/open-sealed.ts'
import type { OwnParts } from './server/own-parts.ts'
import { slowRuleOf } from './server/slow-rule.ts'
import { StartError } from './server/start-error.ts'
import { type BookPlace, nameOf, versionAt } from './store/open-engine.ts'
import { lockServer, refuseServed, ServedError, type ServerLock } from './store/sqlite/server-lock.ts'
import { startPlannedDeletions } from './workers/planned-deletions.ts'
import { startScrub } from './workers/scrub.ts'
import { startStagedListSweeps } from './workers/staged-list-sweeps.ts'
import { startUpkeep } from './workers/upkeep.ts'

export {
  type Effective,
  resolveSettings,
  type SettingKey,
  type Settings,
  SettingsError,
  settingKeys,
  settingOf,
  shown,
} from './config/config.ts'
export { nearestName, readConfigFile } from './config/config-file.ts'
export type { StartOptions, TestBook } from './dev/test-book.ts'
export type { Dialect, Sample } from './dialects/dialect.ts'
export { dialects } from './dialects/dialects.ts'
export type { IssuedKey, KeyFlag, KeyFlags } from './dialects/key-form.ts'
export { configurePbx, type PbxFolders } from './server/configure-pbx.ts'
export {
  backUpBook,
  copyBook,
  type Moved,
  type Mover,
  type Progress,
  type Report,
  restoreBook,
} from './server/move-book.ts'
export { openPbx } from './server/open-pbx.ts'
export { StartError } from './server/start-error.ts'

/** An open book, as a command needs it. */
export interface Book {
  readonly core: Core
  /** Warnings for the operator, as of a key file that others may read. */
  readonly warnings: readonly string[]
  /** What is worse: changes that are lost. */
  readonly alarms: readonly string[]
  close(): Promise<void>
}

/** A running server and the book that it serves. */
export interface RunningServer {
  readonly url: string
  /** The address of health and metrics, where they have one of their own. */
  readonly adminUrl: string | undefined
  readonly book: Book
  /** Finishes what runs, closes the book, then the log. `reason` is for the log. */
  stop(reason: string): Promise<void>
  /** Has the deliveries of webhooks that are due be looked for at once. */
  lookForDeliveries(): void
  /** Writes a line of warning into the log. */
  note(fields: object, message: string): void
  /** Logs an error that nobody caught, at once. */
  logFatal(error: unknown): void
  /** Writes all lines of the log that are held back, for a process that ends at once. */
  flushLog(): void
}

const day = 24 * 60 * 60 * 1000

const machineClock: Clock = { now: () => Date.now() }

/**
 * Opens an existing book. A mistyped place must not make an empty one.
 *
 * @throws StartError when there is no book, or it cannot be opened.
 */
export async function openExistingBook(settings: Settings): Promise<Book> {
  const place = placeOf(settings)
  const version = await versionAt(place).catch((error) => {
    throw new StartError(`cannot open the book in ${nameOf(place)}`, error)
  })
  if (version === undefined) {
    const remedy = 'name its place by --data or --database-url, or begin one with `dialbook account add`'
    throw new StartError(`there is no book in ${nameOf(place)}`, new Error(remedy))
  }
  return openBook(settings)
}

/**
 * Opens the book, in the data directory or in a database. Makes one where there is none.
 *
 * @throws StartError when the book cannot be opened.
 */
export async function openBook(settings: Settings): Promise<Book> {
  return openWith(settings, undefined)
}

async function openWith(settings: Settings, claim: (() => void) | undefined, own: OwnParts = {}): Promise<Book> {
  const dataDir = settings.data
  const { clock = machineClock, passwords = makePasswords(), takeRefill } = own
  const place = placeOf(settings)
  try {
    const ids = makeIds(clock)
    const { store, vault, warnings } = await openSealed(
      place,
      { dataDir, realm: settings['sip.realm'] },
      { ids, clock, claim, takeRefill },
    )
    const weakSecrets = settings['extension.weakSecrets']
    const slowRule = slowRuleOf(settings)
    const numberPlans = makeNumberPlans()
    const core = {
      store,
      vault,
      passwords,
      clock,
      ids,
      numberPlans,
      files: recordFiles,
      registrations: noRegistrations,
      dialer: noDialer,
      sounds: soundFolder(soundsIn(settings)),
      recordings: recordingFolder(recordingsIn(settings), settings['recording.format'], settings['recording.encoder']),
      weakSecrets,
      slowRule,
    }
    const losses = store.missingChanges()
    const alarms = losses.length > 0 ? [describeLoss(losses, dataDir)] : []
    return { core, warnings, alarms, close: () => store.close() }
  } catch (error) {
    if (error instanceof ServedError) throw new StartError(`cannot serve the book in ${dataDir}`, error)
    throw new StartError(`cannot open the book in ${nameOf(place)}`, error)
  }
}

/**
 * Opens the book and answers requests for it, as the process `pid`. A start that is refused has made and changed nothing. It is,
 * also when another process serves the same data directory, by a StartError.
 */
export async function startServer(settings: Settings, pid: number, own: OwnParts = {}): Promise<RunningServer> {
  // Only this command needs these modules. Without them every other command starts in half the time.
  const { describeError, openLog } = await import('./server/log.ts')
  const { mountInstances } = await import('./server/instances.ts')
  const { startEffects } = await import('./server/start-effects.ts')
  /** The parts that run, to be ended in the reverse order. */
  const running: (() => Promise<void>)[] = []
  const end = async (): Promise<void> => {
    for (let stop = running.pop(); stop; stop = running.pop()) await stop()
  }
  try {
    await refuseHopeless(settings)
    const book = await openServedBook(settings, pid, own)
    const log = openLog(settings.logLevel)
    for (const warning of book.warnings) log.warn({}, warning)
    for (const alarm of book.alarms) log.error({}, alarm)
    const problem = book.core.store.readOnly()
    if (problem !== null)
      log.error({ reason: problem }, 'started for reading only: writes are refused until the disk takes them')
    const slow = book.core.store.slowSearches()
    if (slow !== null) log.warn({}, slow)
    running.push(
      () => log.close(),
      () => book.close(),
    )
    const effects = await startEffects(book.core, settings, log, own)
    running.push(() => effects.stop())
    const core = { ...book.core, registrations: effects.registrations, dialer: effects.pbx ?? noDialer }
    const instances = await mountInstances(core, settings, log, effects.pbx, own)
    running.push(() => instances.close())
    const fault = (work: string) => (error: unknown) => log.error({ error: describeError(error) }, `${work} failed`)
    const deletions = startPlannedDeletions(book.core, fault('planned deletions'))
    const sweeps = startStagedListSweeps(book.core, fault('sweeping staged lists'))
    const { store } = book.core
    const renewal = startUpkeep(store, 'sieve renewal', (signal) => store.renewSieves(signal), fault('renewing sieves'))
    const indexing = startUpkeep(store, 'text index', (signal) => store.indexTexts(signal), fault('indexing texts'))
    const scrub = startScrub(book.core, {
      everyMs: settings['scrub.every'] * day,
      onDone: (report) => log.info(report, 'the whole book was verified'),
      onFault: fault('scrubbing'),
    })
    running.push(async () => {
      await Promise.all([deletions.stop(), sweeps.stop(), renewal.stop(), indexing.stop(), scrub.stop()])
    })
    const listening = async (address: Address, handle: RequestListener): Promise<string> => {
      const http = await listenOn(address, handle)
      running.push(() => http.stop(settings.shutdownTimeout * 1000))
      return http.url
    }
    const { dialects, admin } = addressesOf(settings)
    const { handleAdmin } = instances
    const handle = own.around?.(instances.handle) ?? instances.handle
    const adminUrl = admin && handleAdmin && (await listening(admin, handleAdmin))
    const url = await listening(dialects, handle)
    log.info({ url, adminUrl, book: nameOf(placeOf(settings)) }, 'started')
    return {
      url,
      adminUrl,
      book,
      async stop(reason) {
        log.info({ reason }, 'stopping')
        // The log is the first part and ends last. Right before it, after the book, it says that all else has ended.
        running.splice(1, 0, async () => log.info({}, 'stopped'))
        await end()
      },
      lookForDeliveries: () => effects.look(),
      note: (fields, message) => log.warn(fields, message),
      logFatal(error) {
        log.fatal({ error: describeError(error) }, 'uncaught error')
        log.flushSync()
      },
      flushLog: () => log.flushSync(),
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** Starts a book for tests, in this process. */
export async function startTestBook(options: StartOptions, pid: number): Promise<TestBook> {
  const { startBook } = await import('./dev/start-book.ts')
  return startBook(options, pid, (settings, own) => startServer(settings, pid, own))
}

/** The writer of seeds. Only one command needs it. */
export const seedWriter = async () => (await import('./dev/seed/write-seed.ts')).writeSeed

function placeOf(settings: Settings): BookPlace {
  if (settings['database.url'] === '') return { folder: settings.data }
  return {
    postgres: {
      url: settings['database.url'],
      connections: settings['database.connections'],
      queue: settings['database.queue'],
      connectTimeout: settings['database.connectTimeout'] * 1000,
      statementTimeout: settings['database.statementTimeout'] * 1000,
      lockTimeout: settings['database.lockTimeout'] * 1000,
    },
  }
}

/**
 * Opens the book for a server. A data directory is locked for this server until the book is closed; one on a disk that takes no
 * writes is, as soon as it does. Commands still open the book beside a server, and a database has any number of servers.
 */
async function openServedBook(settings: Settings, pid: number, own: OwnParts): Promise<Book> {
  let lock: ServerLock | undefined
  const claim = (): void => {
    lock ??= lockServer(settings.data, pid)
  }
  try {
    const book = await openWith(settings, claim, own)
    return { ...book, close: () => book.close().finally(() => lock?.release()) }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** Refuses what can be refused before there is a book. */
async function refuseHopeless(settings: Settings): Promise<void> {
  const place = placeOf(settings)
  if ('folder' in place) serving(settings, () => refuseServed(settings.data))
  opening(place, () => refuseBeforehand(place, settings.data))
  refuseMissingPassword(settings)
  await tryAddresses(addressesOf(settings))
}

function opening<T>(place: BookPlace, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new StartError(`cannot open the book in ${nameOf(place)}`, error)
  }
}

function serving<T>({ data }: Settings, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new StartError(`cannot serve the book in ${data}`, error)
  }
}
