/**
 * An integer key, as PHP writes it before a member of a list: `"0":`. No text can look like one, since a quote in a
 * text has a backslash before it.
 */
const integerKey = /(?<=[{,\s])"(\d+)"(?=\s*:)/g

/**
 * Puts a list in place of the object that PHP makes of a list with gaps: `array_unique` leaves
 * `{"0":"0912","2":"0913"}`, which becomes `["0912","0913"]`. The members keep the order in which they were sent:
 * `{"2":"0913","0":"0912"}` becomes `["0913","0912"]`. An object with any other key stays as it is.
 */
export function withList(body: object, name: string, bytes: Buffer): object {
  if (!isKeyedList(memberOf(body, name))) return body
  // JavaScript puts integer keys in ascending order: with a letter before each the object keeps the order of the text.
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  const inOrder: object = JSON.parse(text.replace(integerKey, '"k$1"'))
  return { ...body, [name]: Object.values(memberOf(inOrder, name) as object) }
}

function memberOf(body: object, name: string): unknown {
  return Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined
}

function isKeyedList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every(isListKey)
}

/** Whether PHP takes a key for an integer: digits without a leading zero, and not too great. */
export function isListKey(key: string): boolean {
  return /^(?:0|[1-9]\d{0,15})$/.test(key) && Number.isSafeInteger(Number(key))
}
