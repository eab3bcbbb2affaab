import type { Settings } from '../config/config.ts'
import { noDialer } from '../core/call/dialer.ts'
import type { Core } from '../core/core.ts'
import type { Clock } from '../core/environment.ts'
import { noHoldMusic } from '../core/pbx/hold-music.ts'
import { noRegistrations } from '../core/pbx/registrations.ts'
import { recordFiles } from '../files/record-files.ts'
import { makeNumberPlans } from '../numbering/number-plans.ts'
import { makeIds } from '../secrets/ids.ts'
import { makePasswords } from '../secrets/passwords.ts'
import { type BookPlace, nameOf, versionAt } from '../store/open-engine.ts'
import { lockServer, ServedError, type ServerLock } from '../store/sqlite/server-lock.ts'
import { contactRulesOf } from './contact-rules.ts'
import { describeLoss } from './describe-loss.ts'
import { mediaFolders } from './media-folders.ts'
import { messageRulesOf } from './message-rules.ts'
import { openSealed } from './open-sealed.ts'
import type { OwnParts } from './own-parts.ts'
import { slowRuleOf } from './slow-rule.ts'
import { StartError } from './start-error.ts'

/** An open book, as a command needs it. */
export interface Book {
  readonly core: Core
  /** Warnings for the operator, as of a key file that others may read. */
  readonly warnings: readonly string[]
  /** What is worse: changes that are lost. */
  readonly alarms: readonly string[]
  close(): Promise<void>
}

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
      holdMusic: noHoldMusic,
      ...mediaFolders(settings),
      weakSecrets,
      slowRule,
      messageRules: messageRulesOf(settings),
      contactRules: contactRulesOf(settings),
    }
    const losses = store.missingChanges()
    const alarms = losses.length > 0 ? [describeLoss(losses, dataDir)] : []
    return { core, warnings, alarms, close: () => store.close() }
  } catch (error) {
    if (error instanceof ServedError) throw new StartError(`cannot serve the book in ${dataDir}`, error)
    throw new StartError(`cannot open the book in ${nameOf(place)}`, error)
  }
}

/** Where the settings place the book. */
export function placeOf(settings: Settings): BookPlace {
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
export async function openServedBook(settings: Settings, pid: number, own: OwnParts): Promise<Book> {
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
