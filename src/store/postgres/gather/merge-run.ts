import type { Value } from '../../engine/value.ts'
import type { Statement } from '../batch.ts'
import { mergeWrites, settingsOfMerged, usualSettings } from './merge.ts'
import type { Shapes } from './shapes.ts'

const eachRow: Statement = { sql: `select ${settingsOfMerged}`, parameters: [] }
const asUsual: Statement = { sql: `select ${usualSettings}`, parameters: [] }

/**
 * Makes one statement of those that follow each other with the same SQL, as 500 messages that are marked as sent. Those with bytes
 * stay as they are: in an array they would travel as text. So do all before the first group of transactions, which learns the tables.
 */
export function mergeRuns(statements: readonly Statement[], shapes: Shapes): readonly Statement[] {
  if (!statements.some(({ sql }, at) => sql === statements[at + 1]?.sql)) return statements
  const writes = statements.map((statement) => {
    const shape = shapes.of(statement.sql)
    return { ...statement, shape: statement.parameters.some(isBytes) ? { ...shape, merged: undefined } : shape }
  })
  const merged = mergeWrites([writes])
  if (merged.length === statements.length) return statements
  // A statement as it was given has its shape still.
  const isMerged = (statement: Statement): boolean => !('shape' in statement)
  const [first, behind] = [merged.findIndex(isMerged), merged.findLastIndex(isMerged) + 1]
  return [...merged.slice(0, first), eachRow, ...merged.slice(first, behind), asUsual, ...merged.slice(behind)]
}

function isBytes(value: Value): boolean {
  return value instanceof Uint8Array
}
