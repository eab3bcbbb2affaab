import type { RequestListener } from 'node:http'
import type { Effective, Settings } from '../config/config.ts'
import { noDialer } from '../core/call/dialer.ts'
import { noHoldMusic } from '../core/pbx/hold-music.ts'
import { type BookPlace, nameOf } from '../store/open-engine.ts'
import { refuseServed } from '../store/sqlite/server-lock.ts'
import { forgetRequests } from '../workers/forget-requests.ts'
import { forgetRetries } from '../workers/forget-retries.ts'
import { startPlannedDeletions } from '../workers/planned-deletions.ts'
import { startScrub } from '../workers/scrub.ts'
import { startStagedListSweeps } from '../workers/staged-list-sweeps.ts'
import { startUpkeep } from '../workers/upkeep.ts'
import { type Address, addressesOf, listenOn, tryAddresses } from './addresses.ts'
import { CarrierWatch } from './carrier-watch.ts'
import { mountInstances } from './instances.ts'
import { keepAlive } from './keep-alive.ts'
import { describeError, openLog } from './log.ts'
import { type Book, openServedBook, placeOf } from './open-book.ts'
import { refuseMissingPassword } from './open-pbx.ts'
import { refuseBeforehand } from './open-sealed.ts'
import type { OwnParts } from './own-parts.ts'
import { startEffects } from './start-effects.ts'
import { StartError } from './start-error.ts'
import { startMessages } from './start-messages.ts'

/** A running server and the book that it serves. */
export interface RunningServer {
  readonly url: string
  /** The address of health and metrics, where they have one of their own. */
  readonly adminUrl: string | undefined
  readonly book: Book
  /** Finishes what runs, closes the book, then the log. `reason` is for the log. */
  stop(reason: string): Promise<void>
  /** Has webhooks' deliveries that are due be looked for at once. */
  lookForDeliveries(): void
  /** Logs a warning. */
  note(fields: object, message: string): void
  /** Logs an error that nobody caught, at once. */
  logFatal(error: unknown): void
  /** Writes all lines of the log that are held back, for a process that ends at once. */
  flushLog(): void
}

const day = 24 * 60 * 60 * 1000

/** Opens the book and answers requests for it, as the process `pid`. A start that is refused, by a StartError, has changed nothing. */
export async function startServer(effective: Effective, pid: number, own: OwnParts = {}): Promise<RunningServer> {
  const { settings } = effective
  /** The parts that run, to be ended in the reverse order. */
  const running: (() => Promise<void>)[] = []
  const end = (): Promise<void> =>
    keepAlive(async () => {
      for (let stop = running.pop(); stop; stop = running.pop()) await stop()
    })
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
    const { pbx, registrations } = effects
    const core = { ...book.core, registrations, dialer: pbx ?? noDialer, holdMusic: pbx ?? noHoldMusic }
    const watch = new CarrierWatch()
    const watched = { ...own, carriers: () => watch.all() }
    const instances = await mountInstances(core, effective, log, effects.pbx, watched)
    running.push(() => instances.close())
    const fault = (work: string) => (error: unknown) => log.error({ error: describeError(error) }, `${work} failed`)
    const messages = await startMessages(book.core, settings, fault, watch)
    running.push(() => messages.stop())
    const deletions = startPlannedDeletions(book.core, fault('planned deletions'))
    const sweeps = startStagedListSweeps(book.core, fault('sweeping staged lists'))
    const { store } = book.core
    const renewal = startUpkeep(store, 'sieve renewal', (signal) => store.renewSieves(signal), fault('renewing sieves'))
    const indexing = startUpkeep(store, 'text index', (signal) => store.indexTexts(signal), fault('indexing texts'))
    const retries = forgetRetries(book.core, fault('forgetting retries'))
    const requests = forgetRequests(book.core, fault('forgetting requests'))
    const scrub = startScrub(book.core, {
      everyMs: settings['scrub.every'] * day,
      onDone: (report) => log.info(report, 'the whole book was verified'),
      onFault: fault('scrubbing'),
    })
    running.push(async () => {
      await Promise.all([
        deletions.stop(),
        sweeps.stop(),
        renewal.stop(),
        indexing.stop(),
        scrub.stop(),
        retries.stop(),
        requests.stop(),
      ])
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
