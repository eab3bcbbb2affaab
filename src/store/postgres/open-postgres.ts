import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { LostRace } from '../../core/errors.ts'
import { AccountTurns } from '../account-turns.ts'
import { accountOfClient } from '../client-watch.ts'
import type { Engine } from '../engine/engine.ts'
import { runBatch, type Statement } from './batch.ts'
import { clientConfig, type PostgresOptions } from './connection-config.ts'
import { bookIsAway, orAgain } from './errors.ts'
import { Gatherer } from './gather/gatherer.ts'
import { knownTables } from './gather/shape.ts'
import { Shapes } from './gather/shapes.ts'
import { PostgresLink } from './link.ts'
import { PostgresPool } from './pool.ts'
import { admitRole } from './role.ts'
import { sessionOn } from './session.ts'
import { Statistics } from './statistics.ts'
import { continueAfter, lastNumber, tables } from './tables.ts'
import { postgresTextIndex } from './text-index.ts'
import { PostgresWriter } from './writer.ts'

/** Tries of a transaction that loses races, the first one among them. */
const attempts = 10

/** Connections for each search that runs: of the usual 20 two search, as 16 clients without a pause would else take all cores. */
const connectionsOfSearch = 10
/** A quarter of them reads pages and the like for clients: more at once would only take the processors from all others. */
const connectionsOfSnapshot = 4
/** The longest that a read waits for its turn. */
const patienceMs = 10_000

/** Opens the database, which must have been migrated to the version of this program. */
export function openPostgres(options: PostgresOptions, hasTrigrams: boolean): Engine {
  const config = clientConfig(options)
  const pool = new PostgresPool(config, options, () => link.giveWay())
  const link = new PostgresLink(config, () => pool.isShort)
  const writers = new WeakMap<PoolClient, PostgresWriter>()
  const writerOn = (client: PoolClient): PostgresWriter => {
    const writer = writers.get(client) ?? new PostgresWriter(client, shapes)
    writers.set(client, writer)
    return writer
  }
  const read = (statement: Statement) =>
    untilWon(() => pool.lend((client) => runBatch(client, [statement]).catch(orAgain)))
  const reader = sessionOn(read, { put: noWrite, putLast: noWrite, insertRows: noWrite })
  const snapshot: Engine['snapshot'] = (work) =>
    untilWon(() => pool.lend((client) => writerOn(client).transact('repeatable read read only', work)))
  const turnsOf = (share: number) =>
    new AccountTurns({ atOnce: Math.max(1, Math.floor(options.connections / share)), patienceMs })
  const searches = turnsOf(connectionsOfSearch)
  const snapshots = turnsOf(connectionsOfSnapshot)
  const shapes = new Shapes(async () => knownTables(await tables(reader)))
  const gatherer = new Gatherer(
    {
      alone: (work) =>
        untilWon(() =>
          pool.lendToWriter((client) => {
            const writer = writerOn(client)
            // Nobody knows the outcome of a commit without an answer: it is refused, and never run again.
            return writer
              .transact('read committed', work)
              .catch((error) => (writer.hasAskedForCommit ? Promise.reject(error) : orAgain(error)))
          }),
        ),
      lend: (use) => pool.lendToWriter(use),
      shapes,
    },
    options.queue + options.connections,
  )
  const statistics = new Statistics((use) => pool.lend(use))
  return {
    reader,
    folded: (column) => `folded(${column})`,
    contains: (text, parameter) => `strpos(${text}, ${parameter}) > 0`,
    endsWith: (text, parameter, length) => `right(${text}, ${length}) = ${parameter}`,
    texts: postgresTextIndex(hasTrigrams),
    mayInclude: (bytes, parameter) => `position(${parameter} in ${bytes}) > 0`,
    bits: {
      hasBit: (bytes, place, bit, parameter) => `get_bit(${bytes}, ${place} * 8 + ${parameter(bit)}) = 1`,
    },
    horizon: {
      oldest: 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint',
      // No `pg_snapshot_xmax`: it is one above the last transaction that has ended, and others above it may be under way.
      next: 'pg_current_xact_id()::text::bigint',
    },
    foreignMark: () => link.mark(),
    async announceAccess(session) {
      await session.one("select pg_notify('dialbook_access', '')", [])
    },
    leads: (work) => link.leads(work),
    // The database does the work, and has to leave room for that of all others. What no client waits for goes at once.
    async snapshot(work) {
      const accountId = accountOfClient()
      if (accountId === undefined) return snapshot(work)
      await snapshots.begin(accountId)
      return snapshot(work).finally(() => snapshots.end())
    },
    async search(accountId, work) {
      await searches.begin(accountId)
      return snapshot(work).finally(() => searches.end())
    },
    transaction(work) {
      statistics.onWrite()
      return gatherer.run(work)
    },
    admitPbx: (role) =>
      admitRole(
        reader,
        (work) => pool.lendToWriter((client) => writerOn(client).transact('read committed', work)),
        role,
      ),
    tables,
    lastNumber,
    continueAfter,
    async refreshStatistics() {
      await reader.run('analyze', [])
    },
    // PostgreSQL refuses each write by itself, and says why.
    refusesWrites: () => null,
    // PostgreSQL itself keeps what it has acknowledged, and refuses to start with a damaged log.
    missingChanges: () => [],
    damagedPages: async () => [],
    schemaSum: async () => null,
    async pageChecksums() {
      return (await reader.one('show data_checksums', []))?.data_checksums === 'on'
    },
    async size() {
      return (await reader.one('select pg_database_size(current_database()) as size', []))?.size as number
    },
    async close() {
      await statistics.close()
      await link.close()
      await pool.close()
    },
  }
}

/** Runs `work`, and again when it lost a race, after a random wait of less than 2, 4, 8, … ms. */
async function untilWon<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LostRace)) throw error
      if (attempt === attempts) throw bookIsAway(error)
      await pause(randomInt(2 ** attempt))
    }
  }
}

async function noWrite(): Promise<never> {
  throw new Error('only a transaction can write without waiting')
}
