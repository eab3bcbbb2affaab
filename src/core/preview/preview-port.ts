import type { KeptReject, Preview } from './preview.ts'

/** Reads previews. */
export interface PreviewReader {
  /** The preview, unless it has expired at `now`. */
  get(accountId: number, id: string, now: number): Promise<Preview | undefined>
  /** Lines that were not taken behind the line `after`, in order: `limit` of them, or fewer at the end. */
  rejects(
    accountId: number,
    id: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<KeptReject[]>
}

/** Writes previews. */
export interface PreviewWriter {
  /** Reads the preview, unless it has expired at `now`, and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, id: string, now: number): Promise<Preview | undefined>
  insert(preview: Preview, rejects: Iterable<readonly KeptReject[]>): Promise<void>
  update(preview: Preview): Promise<void>
  remove(preview: Pick<Preview, 'accountId' | 'id'>): Promise<void>
  /** Forgets the account's previews that have expired at `now`. */
  removeExpired(accountId: number, now: number): Promise<void>
}
