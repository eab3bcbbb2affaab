import { noCode, phoneCode, phoneOfCode } from '../list/phone-code.ts'
import type { Addresses, ClosedChannel } from './opt-out.ts'

/** What a line of a file says beside its number; an absent member is as the import was asked for. */
export interface LineDetails {
  readonly email?: string
  readonly channel?: ClosedChannel
  readonly since?: number
  readonly reason?: string
  readonly unsubscribeReason?: number
}

/** A line of a file that closes somebody. */
export interface OptOutLine extends LineDetails {
  readonly number: string | null
}

/** The lines of an import that close somebody, packed: a million numbers take 8 MB. */
export class OptOutLines {
  #codes: number[] = []
  #details = new Map<number, LineDetails>()

  get count(): number {
    return this.#codes.length
  }

  add({ number, ...details }: OptOutLine): void {
    if (Object.keys(details).length > 0) this.#details.set(this.#codes.length, details)
    this.#codes.push(number === null ? noCode : phoneCode(number))
  }

  /** Puts the lines in the order of their numbers: an index takes neighbours several times as fast as numbers from anywhere. */
  sort(): void {
    const [codes, details] = [this.#codes, this.#details]
    if (details.size === 0) {
      this.#codes = [...Float64Array.from(codes).sort()]
      return
    }
    const places = Uint32Array.from(codes, (_, at) => at).sort(
      (one, other) => (codes[one] as number) - (codes[other] as number) || one - other,
    )
    this.#codes = Array.from(places, (place) => codes[place] as number)
    this.#details = new Map(
      [...places].flatMap((place, at) => {
        const detail = details.get(place)
        return detail ? [[at, detail] as const] : []
      }),
    )
  }

  /** Some lines from `start` on. */
  slice(start: number, end: number): OptOutLine[] {
    return this.#codes.slice(start, end).map((code, index) => {
      const number = code === noCode ? null : phoneOfCode(code)
      return { number, ...this.#details.get(start + index) }
    })
  }
}

/** The addresses of a line. */
export function addressesOf({ number, email }: OptOutLine): Addresses {
  return { number, email: email ?? null }
}
