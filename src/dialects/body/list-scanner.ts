import { isAscii, isUtf8 } from 'node:buffer'
import { ByteBuffer } from './byte-buffer.ts'

/** Levels that a long body may have. */
export const deepest = 64

/** Bytes that may stand beside the lists of a long body. No text is as long, but the refusal of a text names its field. */
export const mostBeside = 16 * 1024 * 1024

/** Bytes that an item of a list may have. */
const longestItem = 16 * 1024 * 1024

/** Bytes of items from which on they are parsed. Few items at a time take little memory, and each call has its cost. */
const batchSize = 64 * 1024

/**
 * The reason why a long body is not read on:
 *
 * - `encoding`: it is not UTF-8.
 * - `syntax`: it is not JSON.
 * - `depth`: it has more levels than are read.
 * - `size`: it has more beside its list, or in one item, than is read.
 */
export class ScanProblem extends Error {
  readonly kind: 'encoding' | 'syntax' | 'depth' | 'size'

  constructor(kind: ScanProblem['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

/** Takes the next items of an array, or one member of an object with its key. */
export type TakeItems = (items: readonly unknown[], key: string | undefined) => void

/**
 * Takes items of an array from the bytes of a piece, from the place `start` on, as long as they are of a form that needs no parser
 * and their commas are in the piece too. Returns the place behind the last comma; `start` where it takes none.
 */
export type TakePlain = (piece: Uint8Array, start: number) => number

/** Takes the items of a list. */
export interface ItemTaker {
  readonly take: TakeItems
  readonly takePlain?: TakePlain
}

/**
 * Decides on a list that begins: an array or an object that is a member of the body, called `name`, or the array that
 * the whole body is, without a name. Returns what takes its items; undefined for items that nobody needs.
 */
export type BeginList = (name: string | undefined, isObject: boolean) => ItemTaker | undefined

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openArray = 0x5b
const closeArray = 0x5d
const openObject = 0x7b
const closeObject = 0x7d
const emptyArray = Buffer.from('[]')
const emptyObject = Buffer.from('{}')

/**
 * Reads a JSON body piece by piece, and never holds more than some items of it. It only knows texts, brackets and
 * commas: by them it cuts a list into items, and `JSON.parse` reads these, some at a time. All that stands beside the
 * lists is kept, with an empty list in place of each: `{"name":"x","phones":[{"phone":"1"}]}` leaves
 * `{"name":"x","phones":[]}`.
 */
export class ListScanner {
  readonly #begin: BeginList
  readonly #beside = new ByteBuffer(mostBeside)
  readonly #batch = new ByteBuffer(longestItem + batchSize)
  readonly #parsedAtOnce: number
  /** The closing bracket of each level that is open. */
  readonly #closers = new Uint8Array(deepest)
  #depth = 0
  #isInText = false
  #isEscaped = false
  /** The level on which the items of the open list stand; 0 where no list is open. */
  #itemDepth = 0
  #isObject = false
  #taker: ItemTaker | undefined
  /** Whether the last items needed no parser: the next one that does is parsed alone. */
  #isPlain = false
  /** Commas between the items of the batch. */
  #commas = 0
  #isFirstBatch = true
  /** The place of the last text beside the lists: the name of the member that begins. */
  #nameStart = 0
  #nameEnd = 0

  /** `parsedAtOnce` is the number of bytes of items from which on they are parsed. */
  constructor(begin: BeginList, parsedAtOnce = batchSize) {
    this.#begin = begin
    this.#parsedAtOnce = parsedAtOnce
  }

  /**
   * Reads the next bytes.
   *
   * @throws ScanProblem, and the errors of `begin` and of the functions that take items.
   */
  write(piece: Uint8Array): void {
    const end = piece.length
    let start = this.#isBetweenItems() ? this.#takePlain(piece, 0) : 0
    for (let at = start; at < end; at++) {
      if (this.#isInText) {
        at = this.#skipText(piece, at)
        if (at < end && this.#itemDepth === 0) this.#nameEnd = this.#beside.length + at + 1 - start
        continue
      }
      const byte = piece[at]
      switch (byte) {
        case quote:
          this.#isInText = true
          if (this.#itemDepth === 0) this.#nameStart = this.#beside.length + at - start
          break
        case comma:
          if (this.#itemDepth === 0 || this.#depth !== this.#itemDepth) break
          if (!this.#isObject && !this.#isPlain && this.#batch.length + at - start < this.#parsedAtOnce) this.#commas++
          else {
            this.#keep(piece.subarray(start, at))
            this.#parseBatch()
            start = this.#takePlain(piece, at + 1)
            at = start - 1
          }
          break
        case openArray:
        case openObject: {
          const isList = this.#itemDepth === 0 && (this.#depth === 1 || (this.#depth === 0 && byte === openArray))
          if (isList) {
            this.#keep(piece.subarray(start, at))
            start = at + 1
          }
          this.#open(byte, isList)
          if (isList) {
            start = this.#takePlain(piece, start)
            at = start - 1
          }
          break
        }
        case closeArray:
        case closeObject: {
          const endsList = this.#itemDepth > 0 && this.#depth === this.#itemDepth
          this.#close(byte)
          if (!endsList) break
          this.#keep(piece.subarray(start, at))
          start = at + 1
          this.#endList()
          break
        }
      }
    }
    this.#keep(piece.subarray(start))
  }

  /**
   * The body without the items of its lists, in bytes. Whether they are JSON is not known yet.
   *
   * @throws ScanProblem when the body ends too early.
   */
  end(): Buffer {
    if (this.#isInText || this.#depth > 0) throw new ScanProblem('syntax', 'the body is not JSON')
    return this.#beside.bytes
  }

  /** Whether the next byte is the first one of an item, and no other item waits. */
  #isBetweenItems(): boolean {
    const isInList = this.#itemDepth > 0 && this.#depth === this.#itemDepth && !this.#isInText
    return isInList && this.#batch.length === 0 && this.#commas === 0
  }

  /** Has the items that need no parser taken, and returns the place behind them. */
  #takePlain(piece: Uint8Array, start: number): number {
    const end = this.#isObject ? start : (this.#taker?.takePlain?.(piece, start) ?? start)
    this.#isPlain = end > start
    if (this.#isPlain) this.#isFirstBatch = false
    return end
  }

  /** Returns the place at which the text ends, or the end of the piece. */
  #skipText(piece: Uint8Array, from: number): number {
    let at = from
    if (this.#isEscaped) {
      this.#isEscaped = false
      at++
    }
    for (; at < piece.length; at++) {
      const byte = piece[at]
      if (byte === quote) {
        this.#isInText = false
        return at
      }
      if (byte === backslash) {
        at++
        this.#isEscaped = at === piece.length
      }
    }
    return piece.length
  }

  #open(byte: number, isList: boolean): void {
    if (this.#depth === deepest) throw new ScanProblem('depth', `the body has more than ${deepest} levels`)
    const name = isList && this.#depth === 1 ? this.#nameOfMember() : undefined
    this.#closers[this.#depth++] = byte === openArray ? closeArray : closeObject
    if (!isList) return
    this.#isObject = byte === openObject
    this.#keep(this.#isObject ? emptyObject : emptyArray)
    this.#itemDepth = this.#depth
    this.#taker = this.#begin(name, this.#isObject)
    this.#isFirstBatch = true
  }

  #close(byte: number): void {
    if (this.#depth === 0 || this.#closers[this.#depth - 1] !== byte) {
      throw new ScanProblem('syntax', 'the body is not JSON')
    }
    this.#depth--
  }

  #endList(): void {
    const isEmpty = this.#isFirstBatch && this.#commas === 0 && isSpace(this.#batch.bytes)
    if (isEmpty) this.#batch.clear()
    else this.#parseBatch()
    this.#itemDepth = 0
    this.#taker = undefined
    this.#isPlain = false
  }

  /** Parses the items of the batch, and has them taken. */
  #parseBatch(): void {
    const text = textOf(this.#batch.bytes)
    const parsed = parse(this.#isObject ? `{${text}}` : `[${text}]`)
    const items = Array.isArray(parsed) ? parsed : Object.values(parsed)
    // Nothing between two commas is no item: of "[1,,2]", cut at the first comma, "[,2]" is left, and of "[1,]" "[]".
    if (items.length !== this.#commas + 1) throw new ScanProblem('syntax', 'the body is not JSON')
    this.#batch.clear()
    this.#commas = 0
    this.#isFirstBatch = false
    this.#taker?.take(items, this.#isObject ? Object.keys(parsed)[0] : undefined)
  }

  #keep(bytes: Uint8Array): void {
    if (this.#itemDepth > 0) {
      if (!this.#batch.add(bytes)) throw new ScanProblem('size', `an item has more than ${longestItem} bytes`)
    } else if (!this.#beside.add(bytes)) {
      throw new ScanProblem('size', `more than ${mostBeside} bytes stand beside the list`)
    }
  }

  #nameOfMember(): string {
    return String(parse(textOf(this.#beside.bytes.subarray(this.#nameStart, this.#nameEnd))))
  }
}

function isSpace(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}

function parse(text: string): object {
  try {
    return JSON.parse(text)
  } catch {
    throw new ScanProblem('syntax', 'the body is not JSON')
  }
}

function textOf(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (!isUtf8(bytes)) throw new ScanProblem('encoding', 'the body is not UTF-8')
  return bytes.toString('utf8')
}
