import type { MissingChanges } from '../core/change/missing-changes.ts'

/** The loss of acknowledged changes as an operator is told of it, with what can be done. */
export function describeLoss(losses: readonly MissingChanges[], folder: string): string {
  const count = losses.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  const numbers = losses.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`)).join(', ')
  return (
    `the book in ${folder} has lost at least ${count} acknowledged ${count === 1 ? 'change' : 'changes'}: ${numbers}. ` +
    'Its log book.db-wal was damaged or removed, and new changes get these numbers again. ' +
    `Restore a backup that has them into another folder, or accept the loss: remove book.missing from ${folder}`
  )
}
