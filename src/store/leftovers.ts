import type { LeftoverKind } from '../core/leftover/leftover.ts'
import type { LeftoverReader, LeftoverWriter } from '../core/leftover/leftover-port.ts'
import type { Engine, Session } from './engine/engine.ts'
import { oldChanges, unusedLists, unusedParts, unusedPreviews, unusedUploads } from './find-leftovers.ts'
import { removedRows, removedRuns, removeRow } from './find-removed-rows.ts'

export function leftoverReader(engine: Engine): LeftoverReader {
  const session = engine.reader
  return {
    async *find(kind, rule) {
      if (kind === 'row') {
        const tables = await engine.tables(session)
        yield* removedRows(session, tables, rule)
        return yield* removedRuns(session, tables, rule)
      }
      if (kind === 'change') return yield* oldChanges(session, rule)
      if (kind === 'upload') return yield* unusedUploads(session, rule)
      if (kind === 'preview') return yield* unusedPreviews(session, rule)
      if (kind === 'list') return yield* unusedLists(session, rule)
      return yield* unusedParts(session, kind, rule)
    },
  }
}

/** The table of each kind of leftover, and the column that names one there. */
const places: Readonly<Record<Exclude<LeftoverKind, 'row'>, string>> = {
  change: 'changes where number',
  upload: 'uploads where account_id = $1 and filename',
  preview: 'previews where account_id = $1 and id',
  list: 'lists where account_id = $1 and id',
  chunk: 'chunks where account_id = $1 and id',
  leaf: 'phone_leaves where account_id = $1 and id',
}

export function leftoverWriter(session: Session): LeftoverWriter {
  return {
    async remove({ kind, accountId, ids }) {
      const key = accountId === null ? [] : [accountId]
      let removed = 0
      for (const id of ids) {
        if (kind === 'preview') await removeRejects(session, accountId as number, id as string)
        if (kind === 'row') removed += await removeRow(session, id as string)
        else removed += await session.run(`delete from ${places[kind]} = $${key.length + 1}`, [...key, id])
      }
      return removed
    },
  }
}

/** Removes the lines that a preview did not take, which nothing else points at. */
async function removeRejects(session: Session, accountId: number, id: string): Promise<void> {
  await session.run('delete from preview_rejects where account_id = $1 and preview_id = $2', [accountId, id])
}
