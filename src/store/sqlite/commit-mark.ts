import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What a server knew of its book when it last looked: the number of the newest change on disk. It may lag behind the book by a
 * second, and is never ahead of it.
 */
export interface CommitMark {
  readonly edition: string
  readonly change: number
  /** Whether the book was closed with nothing left in its log: then no log can be lost. */
  readonly isClosed: boolean
}

const fileIn = (folder: string): string => join(folder, 'book.mark')

/** The mark beside a book; undefined where there is none, or none that can be read: a power cut may leave an empty file. */
export function readMark(folder: string): CommitMark | undefined {
  try {
    const { edition, change, isClosed } = JSON.parse(readFileSync(fileIn(folder), 'utf8'))
    return typeof edition === 'string' && Number.isSafeInteger(change)
      ? { edition, change, isClosed: isClosed === true }
      : undefined
  } catch {
    return undefined
  }
}

/** Puts the mark beside the book: the former one, or this one whole. It is not flushed, since an older mark is right too. */
export async function writeMark(folder: string, mark: CommitMark): Promise<void> {
  const draft = `${fileIn(folder)}.new`
  await writeFile(draft, `${JSON.stringify(mark)}\n`, { mode: 0o600 })
  await rename(draft, fileIn(folder))
}
