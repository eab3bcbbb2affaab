import type { Row, Value } from '../engine/value.ts'

/** A statement that a thread is to run. The first one after an end begins a transaction. */
export type SearchMessage = { readonly sql: string; readonly parameters: readonly Value[] } | 'end'

/** What a statement gave: its rows, or its error with SQLite's result code. */
export type SearchAnswer = { readonly rows: readonly Row[] } | { readonly message: string; readonly errcode?: number }
