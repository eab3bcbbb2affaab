import { foldText } from '../text/fold-text.ts'
import type { Place, TextCondition } from '../text/grams.ts'
import type { Engine } from './engine.ts'
import type { Value } from './value.ts'

/** What a test of a text needs of an engine. */
export type TextTools = Pick<Engine, 'contains' | 'endsWith' | 'folded'>

/** The condition of a test. Every text holds nothing at every place. `bind` makes a value a parameter. */
export function textTest(
  tools: TextTools,
  { column, place, folded }: TextCondition,
  bind: (value: Value) => string,
): string {
  if (folded === '') return `${column} is not null`
  const [text, value] = [tools.folded(column), bind(folded)]
  if (place === 'contains') return tools.contains(text, value)
  const length = bind([...folded].length)
  return place === 'startsWith' ? `substr(${text}, 1, ${length}) = ${value}` : tools.endsWith(text, value, length)
}

/** The test as the index of texts knows it. */
export function textCondition(column: string, place: Place, text: string): TextCondition {
  return { column, place, folded: foldText(text) }
}
