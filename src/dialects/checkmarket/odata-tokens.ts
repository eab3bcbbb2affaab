import { readInstant } from './dates.ts'
import { denials } from './errors.ts'

/** A piece of a filter, and the position at which it begins. */
export type Token = { readonly at: number } & (
  | { readonly kind: 'name' | 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'instant'; readonly value: number; readonly text: string }
  | { readonly kind: '(' | ')' | ',' | 'end' }
)

const patterns = {
  space: /\s+/y,
  text: /'((?:[^']|'')*)'/y,
  number: /[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?[LlMmDdFf]?(?![\w.])/y,
  date: /datetime(?:offset)?'([^']*)'/iy,
  name: /[A-Za-z_]\w*/y,
  mark: /[(),]/y,
}

/**
 * Splits a filter into its tokens.
 *
 * @throws Denial 400 that names the position of a text that is no token.
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    return pattern.exec(source)
  }
  while (at < source.length) {
    const start = at
    const space = take(patterns.space)
    if (space) {
      at += space[0].length
      continue
    }
    const found = take(patterns.text) ?? take(patterns.date) ?? take(patterns.number) ?? take(patterns.name)
    const matched = found ?? take(patterns.mark)
    if (!matched) throw syntaxError(source, start)
    at += matched[0].length
    tokens.push(tokenOf(matched, source, start))
  }
  tokens.push({ kind: 'end', at: source.length })
  return tokens
}

function tokenOf(matched: RegExpExecArray, source: string, at: number): Token {
  const [whole, inner = ''] = matched
  if (whole.startsWith("'")) return { kind: 'text', text: inner.replaceAll("''", "'"), at }
  if (whole === '(' || whole === ')' || whole === ',') return { kind: whole, at }
  if (whole.endsWith("'")) {
    const value = readInstant(inner)
    if (value === undefined) throw syntaxError(source, at)
    return { kind: 'instant', value, text: inner, at }
  }
  if (/^[+\-\d]/.test(whole)) return { kind: 'number', value: Number(whole.replace(/[LlMmDdFf]$/, '')), at }
  return { kind: 'name', text: whole, at }
}

/** The denial of an expression that cannot be read. It names the position. */
export function syntaxError(source: string, at: number, problem = 'Syntax error'): Error {
  return denials.invalid(`${problem} at position ${at} in '${shortened(source)}'.`)
}

function shortened(source: string): string {
  return source.length > 200 ? `${source.slice(0, 200)}…` : source
}
