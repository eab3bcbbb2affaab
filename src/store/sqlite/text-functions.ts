import type { DatabaseSync } from 'node:sqlite'
import { foldText } from '../../core/filter/fold-text.ts'
import { gramsOf } from '../text/grams.ts'
import { wordOf } from './text-index.ts'

/**
 * Gives a connection the functions of texts: `folded`, and `grams`, the words of a group in the index. Every connection that writes
 * groups needs the second one, since triggers call it.
 */
export function addTextFunctions(database: DatabaseSync): void {
  const rules = { deterministic: true } as const
  database.function('folded', rules, (text) => (text === null ? null : foldText(String(text))))
  database.function('grams', rules, (accountId, name, description) => {
    const grams = gramsOf(Number(accountId), {
      name: name === null ? null : String(name),
      description: description === null ? null : String(description),
    })
    return Array.from(grams, wordOf).join(' ')
  })
}
