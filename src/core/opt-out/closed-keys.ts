import { noCode, phoneCode } from '../list/phone-code.ts'

/** The keys of people who are closed, each with the id of the opt-out. A million take about 70 MB. */
export class ClosedKeys {
  readonly #ids = new Map<number | string, number>()
  /** The keys of several opt-outs. */
  readonly #several = new Set<number | string>()

  add(key: string, id: number): void {
    const place = placeOf(key)
    if (this.#ids.has(place)) this.#several.add(place)
    else this.#ids.set(place, id)
  }

  has(key: string): boolean {
    return this.#ids.has(placeOf(key))
  }

  /** The id of the one opt-out that these keys have; `several` where there may be more. */
  find(keys: readonly string[]): number | 'several' | undefined {
    let found: number | undefined
    for (const key of keys) {
      const place = placeOf(key)
      const id = this.#ids.get(place)
      if (id === undefined) continue
      if (this.#several.has(place) || (found !== undefined && found !== id)) return 'several'
      found = id
    }
    return found
  }
}

/** A key as it is kept: a number takes less memory than its text. */
function placeOf(key: string): number | string {
  const code = phoneCode(key)
  return code === noCode ? key : code
}
