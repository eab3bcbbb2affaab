import { openExistingBook, resolveSettings } from '../../../src/app.ts'
import type { CallRecord } from '../../../src/core/ledger/call-record.ts'
import type { Server } from './server.ts'

/** Writes calls into the ledger of the first account, as the reader of the PBX's spool does. */
export async function writeCalls({ data, env }: Server, calls: readonly CallRecord[]): Promise<void> {
  const file = { path: '', values: {}, problems: [] }
  const { settings } = resolveSettings({ flags: { data }, env, file })
  const book = await openExistingBook(settings)
  try {
    const { store } = book.core
    const [account] = await store.accounts.all()
    const place = { file: 'f', offset: 0 }
    await store.ledger.keep(account?.id ?? 0, { calls, events: [], position: { openSince: place, told: place } })
  } finally {
    await book.close()
  }
}
