import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/**
 * The places that a text takes in a terminal. The library that knows those of all letters is loaded by the first text that is not plain
 * ASCII: its tables are a tenth of the time of a short command.
 */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  const { default: stringWidth } = load('string-width') as typeof import('string-width')
  return stringWidth(text)
}
