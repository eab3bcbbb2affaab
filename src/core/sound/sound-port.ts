import type { TextMatch } from '../page.ts'
import type { Sound, SoundFile, SoundList, SoundRef } from './sound.ts'

/** The sounds to find. */
export interface SoundQuery {
  readonly list?: SoundList
  readonly name?: TextMatch
}

/** Reads sounds. */
export interface SoundReader {
  /** All sounds that match, in the order of their ids. */
  find(accountId: number, query: SoundQuery): Promise<Sound[]>
  get(accountId: number, ref: SoundRef): Promise<Sound | undefined>
  /** A file by its name; undefined where there is none. */
  file(accountId: number, filename: string): Promise<SoundFile | undefined>
  /** Whether there is such a file. */
  hasFile(accountId: number, filename: string): Promise<boolean>
  /** The SHA-256 of every file that a sound has, of all accounts. */
  sums(): Promise<string[]>
  /** A file by its SHA-256; undefined where there is none. */
  fileBySum(sha256: string): Promise<SoundFile | undefined>
}

/** Writes sounds. */
export interface SoundWriter extends Pick<SoundReader, 'hasFile'> {
  lock(accountId: number, ref: SoundRef): Promise<Sound | undefined>
  insert(sound: Sound): Promise<void>
  update(sound: Sound): Promise<void>
  remove(sound: Sound): Promise<void>
  insertFile(file: SoundFile): Promise<void>
  /** Removes the files of the account that no sound has and that are older than `before`. */
  removeUnused(accountId: number, before: number): Promise<void>
}
