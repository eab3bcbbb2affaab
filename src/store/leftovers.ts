import type { LeftoverKind } from '../core/leftover/leftover.ts'
import type { LeftoverReader, LeftoverWriter } from '../core/leftover/leftover-port.ts'
import type { Session } from './engine/engine.ts'
import { oldChanges, unusedLists, unusedParts, unusedUploads } from './find-leftovers.ts'

export function leftoverReader(session: Session): LeftoverReader {
  return {
    find(kind, rule) {
      if (kind === 'change') return oldChanges(session, rule)
      if (kind === 'upload') return unusedUploads(session, rule)
      if (kind === 'list') return unusedLists(session, rule)
      return unusedParts(session, kind, rule)
    },
  }
}

/** The table of each kind of leftover, and the column that names one there. */
const places: Readonly<Record<LeftoverKind, string>> = {
  change: 'changes where number',
  upload: 'uploads where account_id = $1 and filename',
  list: 'lists where account_id = $1 and id',
  chunk: 'chunks where account_id = $1 and id',
  leaf: 'phone_leaves where account_id = $1 and id',
}

export function leftoverWriter(session: Session): LeftoverWriter {
  return {
    async remove({ kind, accountId, ids }) {
      const key = accountId === null ? [] : [accountId]
      let removed = 0
      for (const id of ids)
        removed += await session.run(`delete from ${places[kind]} = $${key.length + 1}`, [...key, id])
      return removed
    },
  }
}
