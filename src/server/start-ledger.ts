import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { Spool } from '../pbx/ledger/spool.ts'
import { keepLedger, type LedgerWorker } from '../workers/keep-ledger.ts'
import { describeError, type Log } from './log.ts'

/** Bytes of a file of the spool, some 5,000 calls; fewer where the PBX stops writing earlier. */
const longestOfAll = 16 * 1024 * 1024

/**
 * Starts to read the PBX's spool; undefined where no PBX is named, or its spool is not on this machine. A spool that another server
 * reads, or has read, is no reason for another source of calls.
 */
export async function startLedger(
  { store, clock }: Core,
  settings: Settings,
  log: Log,
  pbx: () => Pbx | undefined,
): Promise<LedgerWorker | undefined> {
  if (settings['pbx.address'] === '') return undefined
  const folder = spoolFolder(settings)
  if (!existsSync(folder)) {
    log.warn({ folder }, 'the calls of the PBX are not kept: its spool is not here')
    if ((await store.ledger.position()) === undefined) return undefined
  }
  const longest = Math.min(longestOfAll, settings['pbx.spoolLimit'] * 500_000)
  const onDamage = (lines: number): void => log.warn({ folder, lines }, 'lines of the spool of calls are damaged')
  const onDropped = (events: number): void =>
    log.warn({ folder, events }, 'the spool of calls was full: the PBX did not write these events down')
  return keepLedger({
    store,
    open: (position) => new Spool({ folder, longest, now: clock.now, onDamage, onDropped }, position),
    servedAccount: () => store.pbxAccount.get(),
    async pbxStartedAt() {
      const link = pbx()
      return link?.isConnected() ? (await link.report()).startedAt : undefined
    },
    tellsLate: settings['pbx.lateEvents'] === 'tell',
    now: clock.now,
    onFault: (error) => log.error({ error: describeError(error) }, 'keeping the ledger of calls failed'),
  })
}

function spoolFolder(settings: Settings): string {
  return resolve(settings['pbx.spool'] || join(dirname(settings['pbx.passwordFile']), 'log', 'cel-custom'))
}
