import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { WrittenSheet } from '../import/record-file.ts'
import { findOptOuts, optOutsAtMost } from '../opt-out/find-opt-outs.ts'
import { type OptOut, unsubscribeReasons } from '../opt-out/opt-out.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { pagedSheet, type ShownColumn } from './paged-sheet.ts'

const columns: readonly ShownColumn<OptOut>[] = [
  { title: 'number', show: ({ number }) => number ?? '' },
  { title: 'email', show: ({ email }) => email ?? '' },
  { title: 'channel', show: ({ channel }) => channel },
  { title: 'since', show: ({ since }) => new Date(since).toISOString() },
  { title: 'reason', show: ({ reason }) => reason ?? '' },
  { title: 'unsubscribe_reason', show: ({ unsubscribeReason: code }) => (code && unsubscribeReasons[code]) || '' },
  { title: 'source', show: ({ source }) => source },
  {
    title: 'author',
    show: ({ credentialId, author }) => (credentialId === null ? (author ?? '') : `key ${credentialId}`),
  },
]

/** The opt-outs of an account as records, in the order in which they were added. */
export function optOutSheet(core: Core, caller: Caller): WrittenSheet {
  mustBeAllowed(caller, 'opt-out.find')
  return sheetOf(core, caller, columns)
}

/** The opt-outs of an account as cards: numbers, e-mail addresses and reasons. All else is left out. */
export function optOutCards(core: Core, caller: Caller): WrittenSheet {
  mustBeAllowed(caller, 'opt-out.find')
  const note: ShownColumn<OptOut> = { title: 'note', show: ({ reason }) => reason ?? '' }
  return sheetOf(core, caller, [...columns.slice(0, 2), note])
}

function sheetOf(core: Core, caller: Caller, shown: readonly ShownColumn<OptOut>[]): WrittenSheet {
  return pagedSheet(shown, async (after) => {
    const { optOuts, next } = await findOptOuts(core, caller, {}, { after, limit: optOutsAtMost })
    return { things: optOuts, next }
  })
}
