import { foldText } from '../../core/filter/fold-text.ts'
import type { Place, TextCondition } from '../text/grams.ts'
import type { Engine } from './engine.ts'
import type { Value } from './value.ts'

/** What a test of a text needs of an engine. */
export type TextTools = Pick<Engine, 'contains' | 'endsWith' | 'folded'>

/**
 * The condition of a test. Every text holds the empty one at every place, and none holds one that nobody can see. `bind` makes a
 * value a parameter.
 */
export function textTest(
  tools: TextTools,
  { column, place, folded, isInvisible }: TextCondition,
  bind: (value: Value) => string,
): string {
  if (isInvisible) return '1 = 0'
  if (folded === '') return `${column} is not null`
  const [text, value] = [tools.folded(column), bind(folded)]
  if (place === 'contains') return tools.contains(text, value)
  const length = bind([...folded].length)
  return place === 'startsWith' ? `substr(${text}, 1, ${length}) = ${value}` : tools.endsWith(text, value, length)
}

/** The test as the index of texts knows it. */
export function textCondition(column: string, place: Place, text: string): TextCondition {
  const folded = foldText(text)
  return { column, place, folded, isInvisible: folded === '' && text !== '' }
}
