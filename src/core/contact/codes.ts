const regions = lazily(() => new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }))
const languages = lazily(() => new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }))

/** Codes that the library knows and ISO 3166-1 does not: groups of countries, and codes for private use. */
const noCountries = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'])

/** The fifty states, the district, the territories and the armed forces. */
const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR ' +
    'PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR UM VI AA AE AP'
  ).split(' '),
)

/** Whether a code is a country of ISO 3166-1, in two capital letters. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !noCountries.has(code) && regions().of(code) !== undefined
}

/** Whether a code is a language of ISO 639-1, in two small letters. */
export function isLanguage(code: string): boolean {
  return /^[a-z]{2}$/.test(code) && languages().of(code) !== undefined
}

/** Whether a code is a state of the United States, in two capital letters. */
export function isState(code: string): boolean {
  return states.has(code)
}

/** Makes a thing when it is first asked for: the names of a kind take 10 ms to load. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
