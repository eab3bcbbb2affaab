import { chanSipOptions, type Meaning } from './chan-sip-options.ts'
import { Codecs } from './codecs.ts'
import { endpointRules } from './endpoint-rules.ts'

/**
 * The outcome of reading lines: the options that they set on the PBX and the lines `without` effect there, or the
 * problem of the first line that would break the extension.
 */
export type ReadOptions =
  | { readonly options: Readonly<Record<string, string>>; readonly without: readonly string[] }
  | { readonly problem: string }

/** A line that would cost the extension its place on the PBX, or its calls. */
class BadLine extends Error {}

/**
 * Reads lines of `name=value`: the PBX's own options, and those options of chan_sip that have a counterpart there. A
 * comment begins with a `;` at the beginning of a line or after white space, or stands between `;--` and `--;`. Any
 * other line is left alone, and named.
 */
export function readEndpointOptions(lines: string): ReadOptions {
  const reading = new Reading()
  try {
    const bare = lines.replace(/;--(?!-)[\s\S]*?--;/g, (comment) => comment.replace(/[^\n]/g, ''))
    for (const [index, line] of bare.split(/\r?\n/).entries()) {
      reading.read(index + 1, line.replace(/(^|\s);.*$/, '').trim())
    }
    return reading.end()
  } catch (error) {
    if (error instanceof BadLine) return { problem: error.message }
    throw error
  }
}

class Reading {
  readonly #options: Record<string, string> = {}
  readonly #without: string[] = []
  readonly #codecs = new Codecs()
  #videoLine = 0

  read(number: number, line: string): void {
    if (line === '') return
    const [, given, value = ''] = /^([\w-]{1,40})\s*=>?\s*(.*)$/.exec(line) ?? []
    const name = given?.toLowerCase()
    const meaning = name === undefined ? undefined : this.#meaningOf(number, name, value)
    if (meaning === undefined || meaning === 'without effect') this.#leave(number, name)
    else this.#set(number, name as string, meaning.options)
  }

  end(): ReadOptions {
    const allow = this.#codecs.value
    if (allow === '') throw new BadLine('must leave a codec: disallow takes every one')
    if (this.#videoLine > 0 && !this.#codecs.hasVideo) {
      this.#leave(this.#videoLine, 'videosupport')
    }
    const { timers_min_se: least = '90', timers_sess_expires: usual = '1800' } = this.#options
    if (Number(usual) < Number(least)) throw new BadLine('must have timers_sess_expires not below timers_min_se')
    return { options: { ...this.#options, ...(allow !== undefined && { allow }) }, without: this.#without }
  }

  /** Notes a line without effect by its number and name, never by its value, which may be a secret. */
  #leave(number: number, name = ''): void {
    this.#without.push(`line ${number} ${name}`.trim())
  }

  /** The meaning of a line; undefined for a name that is not known. */
  #meaningOf(number: number, name: string, value: string): Meaning | undefined {
    if (name === 'allow' || name === 'disallow') {
      if (!this.#codecs[name](value)) throw badValue(number, name)
      return { options: {} }
    }
    if (name === 'videosupport') return this.#video(number, value.toLowerCase())
    if (Object.hasOwn(endpointRules, name)) {
      if (!endpointRules[name]?.test(value)) throw badValue(number, name)
      return { options: { [name]: value } }
    }
    if (!Object.hasOwn(chanSipOptions, name)) return undefined
    const meaning = chanSipOptions[name]?.(value)
    if (!meaning) throw badValue(number, name)
    return meaning
  }

  #video(number: number, value: string): Meaning {
    if (value === 'no') this.#codecs.withoutVideo()
    else if (value === 'yes' || value === 'always') this.#videoLine = number
    else throw badValue(number, 'videosupport')
    return { options: {} }
  }

  #set(number: number, name: string, options: Readonly<Record<string, string>>): void {
    // The PBX takes one variable: any further one has no effect.
    if (options.set_var !== undefined && this.#options.set_var !== undefined) {
      this.#leave(number, name)
      return
    }
    if (Object.keys(options).some((each) => Object.hasOwn(this.#options, each))) {
      throw new BadLine(`must have ${name} once: line ${number} says it again`)
    }
    Object.assign(this.#options, options)
  }
}

function badValue(number: number, name: string): BadLine {
  return new BadLine(`must have, in line ${number}, a value for ${name} that the PBX takes`)
}
