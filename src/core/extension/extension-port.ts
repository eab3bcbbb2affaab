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
  /** Returns false, and writes nothing, when the number is taken. */
  update(extension: Extension): Promise<boolean>
  remove(extension: Extension): Promise<void>
}
