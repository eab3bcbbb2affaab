import { noCode, phoneCode } from '../../core/list/phone-code.ts'

/**
 * A phone as the phone index orders it: its code, or the phone itself when it has no code. Codes come before such
 * phones.
 */
export type PhoneKey = number | string

/** Phones in a leaf at the most. */
export const leafSize = 4000

/*
 * A leaf in bytes: format (1 byte), unused (3), number of codes (4), bytes that the codes take (4), the codes, the
 * phones without a code. The codes ascend, and each stands there as its distance from the one before, in groups of 7
 * bits. The lowest group comes first, and a set eighth bit says that another follows: a distance of 300 is the bytes
 * 172 and 2. The phones ascend too, as JSON in UTF-8, and nothing stands there when there are none. A distance takes
 * some 2 bytes where a code takes 8, so that the index of a million phones costs a quarter of their list.
 */
const format = 1
const headerBytes = 12
const longestDistance = 8

/** The key of a phone. */
export function phoneKey(phone: string): PhoneKey {
  const code = phoneCode(phone)
  return code === noCode ? phone : code
}

/** Orders keys: codes by their value, then phones by their UTF-16 units. */
export function compareKeys(one: PhoneKey, other: PhoneKey): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one === 'number') return -1
  if (typeof other === 'number') return 1
  return one < other ? -1 : one > other ? 1 : 0
}

/** Packs codes, and phones that have none, into a leaf. Both must ascend. */
export function encodeLeaf(codes: ArrayLike<number>, phones: readonly string[]): Uint8Array {
  const text = phones.length > 0 ? new TextEncoder().encode(JSON.stringify(phones)) : new Uint8Array(0)
  const bytes = new Uint8Array(headerBytes + codes.length * longestDistance + text.length)
  let end = headerBytes
  let before = 0
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] as number
    let distance = code - before
    before = code
    while (distance >= 0x40000000) {
      bytes[end++] = (distance % 128) | 128
      distance = Math.floor(distance / 128)
    }
    while (distance >= 128) {
      bytes[end++] = (distance & 127) | 128
      distance >>>= 7
    }
    bytes[end++] = distance
  }
  const view = new DataView(bytes.buffer)
  bytes[0] = format
  view.setUint32(4, codes.length, true)
  view.setUint32(8, end - headerBytes, true)
  bytes.set(text, end)
  return bytes.subarray(0, end + text.length)
}

/** The keys of a stored leaf, in ascending order. */
export function decodeLeaf(bytes: Uint8Array): PhoneKey[] {
  const keys: PhoneKey[] = new Array(countOf(bytes))
  const end = walkCodes(bytes, (code, index) => {
    keys[index] = code
    return true
  })
  if (end < bytes.length) keys.push(...(JSON.parse(new TextDecoder().decode(bytes.subarray(end))) as string[]))
  return keys
}

/** Whether a stored leaf has a key. For a code, unpacking stops where the codes are no longer less than it. */
export function leafHas(bytes: Uint8Array, key: PhoneKey): boolean {
  if (typeof key === 'string') return decodeLeaf(bytes).includes(key)
  let last = Number.NaN
  walkCodes(bytes, (code) => {
    last = code
    return code < key
  })
  return last === key
}

/** Unpacks the codes one after another, until `goesOn` says no. Returns the place behind the last code of the leaf. */
function walkCodes(bytes: Uint8Array, goesOn: (code: number, index: number) => boolean): number {
  if (bytes[0] !== format) throw new Error(`leaf format ${bytes[0]} is not known to this version of dialbook`)
  const count = countOf(bytes)
  let at = headerBytes
  let code = 0
  for (let index = 0; index < count; index++) {
    let distance = 0
    for (let place = 1; ; place *= 128) {
      const group = bytes[at++] as number
      distance += (group & 127) * place
      if (group < 128) break
    }
    code += distance
    if (!goesOn(code, index)) break
  }
  return headerBytes + uint32At(bytes, 8)
}

function countOf(bytes: Uint8Array): number {
  return uint32At(bytes, 4)
}

function uint32At(bytes: Uint8Array, place: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(place, true)
}
