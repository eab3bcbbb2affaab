import type { Extension, ExtensionQuery, ExtensionRef } from './extension.ts'

/** Reads extensions. */
export interface ExtensionReader {
  get(accountId: number, ref: ExtensionRef): Promise<Extension | undefined>
  /** All extensions that match, in the order of their ids. */
  find(accountId: number, query: ExtensionQuery): Promise<Extension[]>
  /** At most `limit` extensions that match and have ids above `after`, in the order of their ids. */
  page(
    accountId: number,
    query: ExtensionQuery,
    page: { readonly after: number; readonly limit: number },
  ): Promise<Extension[]>
}

/** Writes extensions. */
export interface ExtensionWriter {
  /** Reads the extension and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: ExtensionRef): Promise<Extension | undefined>
  /** Returns false, and writes nothing, when the number is taken. */
  insert(extension: Extension): Promise<boolean>
  /** Writes the fields in which `after` differs from `before`. Returns false, and writes nothing, when the number is taken. */
  update(before: Extension, after: Extension): Promise<boolean>
  remove(extension: Extension): Promise<void>
  /** Locks those of the extensions with these ids that are there, and returns them in the order of their ids. */
  lockMany(accountId: number, ids: readonly number[]): Promise<Extension[]>
  /** Inserts extensions of one account. Returns false when a number is taken: then the transaction must not go on. */
  insertMany(extensions: readonly Extension[]): Promise<boolean>
  /** Writes locked extensions of one account, none of which changes its number. */
  updateMany(changes: readonly { readonly before: Extension; readonly after: Extension }[]): Promise<void>
  /** Removes extensions of one account. */
  removeMany(extensions: readonly Extension[]): Promise<void>
}
