import type { Page, PageRequest } from '../page.ts'
import type { Folder, FolderQuery } from './folder.ts'

/** Reads folders. */
export interface FolderReader {
  get(accountId: number, id: number): Promise<Folder | undefined>
  page(accountId: number, query: FolderQuery, page: PageRequest): Promise<Page<Folder>>
}

/** Writes folders. Every write of a folder, a group or a membership keeps the counts of the folders that it touches. */
export interface FolderWriter {
  /**
   * Keeps every other writer from moving, adding and removing folders of the account until the transaction ends. It
   * must be called before any folder is locked: two transactions that lock folders on their ways to the root would else
   * wait for each other.
   */
  lockTree(accountId: number): Promise<void>
  /** Reads the folder and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, id: number): Promise<Folder | undefined>
  insert(folder: Folder): Promise<void>
  /** Writes all fields but the counts. */
  update(before: Folder, after: Folder): Promise<void>
  remove(folder: Folder): Promise<void>
}
