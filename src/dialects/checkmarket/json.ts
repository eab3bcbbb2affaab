/** A number as it stands in the text, with all its digits. It is plain data, since it may come from another thread. */
export interface JsonNumber {
  readonly source: string
}

export function isJsonNumber(value: unknown): value is JsonNumber {
  return typeof value === 'object' && value !== null && 'source' in value
}

/** The nearest number of JavaScript: octal with a leading zero, hexadecimal with `0x`, as in Json.NET. */
export function numberIn({ source }: JsonNumber): number {
  return Number(/^0\d/.test(source) ? `0o${source}` : source)
}

/**
 * A value of a text. An object is a map, so that `__proto__` is a name like any other. Of equal names the last counts.
 */
export type JsonValue = string | boolean | null | JsonNumber | readonly JsonValue[] | ReadonlyMap<string, JsonValue>

/** The reason why a text is not read, for people. */
export class JsonProblem extends Error {}

/** Levels that a text may have: as many as the vendor's library reads. */
const deepest = 256

/**
 * Reads the first value of a text as Json.NET does. Single quotes, names without quotes, comments, a comma at the end
 * and numbers such as `01` are taken, and the text behind the value is not looked at. Null for a text that holds no
 * value.
 *
 * @throws JsonProblem
 */
export function readJson(text: string): JsonValue {
  const reader = new JsonReader(text)
  reader.skip()
  return reader.isAtEnd ? null : reader.value(0)
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '/': '/',
  '"': '"',
  "'": "'",
}

const words = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', null],
  ['NaN', { source: 'NaN' }],
  ['Infinity', { source: 'Infinity' }],
])

const space = /[\s\ufeff]*/y
const line = /[^\r\n]*/y
const plain = { '"': /[^"\\]*/y, "'": /[^'\\]*/y }
const bareName = /[\p{L}\p{Nd}_$]+/uy
const number = /[-+.\da-fx]+/iy
const numeric = /^(?:0x[\da-f]+|0[0-7]+|-?(?!0\d)(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|-0\d+)$/i

class JsonReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** Skips white space and comments. */
  skip(): void {
    for (;;) {
      this.#match(space)
      if (this.#text.startsWith('//', this.#at)) this.#match(line)
      else if (this.#text.startsWith('/*', this.#at)) {
        const end = this.#text.indexOf('*/', this.#at + 2)
        if (end < 0) throw this.#problem('a comment does not end')
        this.#at = end + 2
      } else return
    }
  }

  value(depth: number): JsonValue {
    if (depth > deepest) throw this.#problem(`there are more than ${deepest} levels`)
    const first = this.#peek()
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#array(depth)
    if (first === '"' || first === "'") return this.#string(first)
    if (/[-.\d]/.test(first)) return this.#number()
    const at = this.#at
    const word = words.get(this.#match(bareName))
    if (word !== undefined) return word
    this.#at = at
    throw this.#problem('a value is expected')
  }

  #object(depth: number): JsonValue {
    const members = new Map<string, JsonValue>()
    this.#each('}', () => {
      const name = this.#name()
      this.skip()
      if (this.#peek() !== ':') throw this.#problem('a colon is expected')
      this.#at += 1
      this.skip()
      members.set(name, this.value(depth + 1))
    })
    return members
  }

  #array(depth: number): JsonValue {
    const items: JsonValue[] = []
    this.#each(']', () => items.push(this.value(depth + 1)))
    return items
  }

  /** Reads the parts between two brackets. Commas separate the parts, and one comma may stand at the end. */
  #each(close: string, readPart: () => void): void {
    this.#at += 1
    for (;;) {
      this.skip()
      if (this.#peek() === close) break
      readPart()
      this.skip()
      if (this.#peek() === ',') this.#at += 1
      else if (this.#peek() !== close) throw this.#problem(`a comma or ${close} is expected`)
    }
    this.#at += 1
  }

  #name(): string {
    const first = this.#peek()
    if (first === '"' || first === "'") return this.#string(first)
    const name = this.#match(bareName)
    if (name === '') throw this.#problem('a name is expected')
    return name
  }

  #string(quote: '"' | "'"): string {
    this.#at += 1
    let text = ''
    for (;;) {
      text += this.#match(plain[quote])
      if (this.isAtEnd) throw this.#problem('a text does not end')
      this.#at += 1
      if (this.#text[this.#at - 1] === quote) return text
      text += this.#escape()
    }
  }

  #escape(): string {
    const letter = this.#peek()
    this.#at += 1
    if (letter !== 'u') {
      const character = escapes[letter]
      if (character === undefined) throw this.#problem('there is no such escape')
      return character
    }
    const digits = this.#text.slice(this.#at, this.#at + 4)
    if (!/^[\da-f]{4}$/i.test(digits)) throw this.#problem('four hexadecimal digits are expected')
    this.#at += 4
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #number(): JsonNumber {
    const at = this.#at
    const source = this.#match(number)
    if (numeric.test(source)) return { source }
    if (source === '-' && this.#match(bareName) === 'Infinity') return { source: '-Infinity' }
    this.#at = at
    throw this.#problem('this is no number')
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #match(expression: RegExp): string {
    expression.lastIndex = this.#at
    const [found = ''] = expression.exec(this.#text) ?? []
    this.#at += found.length
    return found
  }

  #problem(text: string): JsonProblem {
    return new JsonProblem(`${text} at position ${this.#at}`)
  }
}
