import { isCountry } from './codes.ts'

/** The languages in which a country may be named. */
const languages = ['en', 'de', 'fa', 'fr', 'es', 'ar'] as const

let names: ReadonlyMap<string, string> | undefined

/** The country that a code or a name means, as its code: `Germany`, `Deutschland` and `de` are `DE`. */
export function readCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase()
  if (isCountry(code)) return code
  names ??= namesOfAll()
  return names.get(keyOf(text))
}

/** Every country by its names. They take some ten milliseconds to load, so they are loaded when the first name is read. */
function namesOfAll(): ReadonlyMap<string, string> {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
  const codes = letters.flatMap((one) => letters.map((other) => one + other)).filter(isCountry)
  const known = languages.map((language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }))
  const named = codes.flatMap((code) => known.map((in1) => [keyOf(in1.of(code) ?? code), code] as const))
  return new Map([...named, ['usa', 'US'], ['uk', 'GB'], ['england', 'GB']])
}

function keyOf(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}
