import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MissingChanges } from '../../core/change/missing-changes.ts'

const fileIn = (folder: string): string => join(folder, 'book.missing')

/**
 * The losses of a book that nobody has accepted yet, from the file in which they are kept. Whoever accepts them removes the file.
 * Losses of another edition are none of this book.
 */
export function readLosses(folder: string, edition: string): readonly MissingChanges[] {
  return linesOf(folder).flatMap((line) => {
    const loss = lossIn(line)
    return loss?.edition === edition ? [{ first: loss.first, last: loss.last }] : []
  })
}

/** Adds a loss to those that are kept, unless it is among them. Returns whether it is kept. */
export function recordLoss(folder: string, edition: string, { first, last }: MissingChanges): boolean {
  if (readLosses(folder, edition).some((kept) => kept.first === first && kept.last === last)) return true
  try {
    appendFileSync(fileIn(folder), `${JSON.stringify({ edition, first, last })}\n`, { mode: 0o600 })
    return true
  } catch {
    return false
  }
}

function linesOf(folder: string): string[] {
  try {
    return readFileSync(fileIn(folder), 'utf8').split('\n')
  } catch {
    return []
  }
}

function lossIn(line: string): ({ readonly edition: unknown } & MissingChanges) | undefined {
  try {
    const { edition, first, last } = JSON.parse(line)
    return Number.isSafeInteger(first) && Number.isSafeInteger(last) ? { edition, first, last } : undefined
  } catch {
    return undefined
  }
}
