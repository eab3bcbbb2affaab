import { type CountryCode, Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** What numbers of a country are made of. */
export interface CountryRules {
  /** As `98`. */
  readonly callingCode: string
  /** The digits before a national number, as `0`; empty where there are none. */
  readonly trunkPrefix: string
  /** The digits before a number of another country, as `00` or `011`. */
  readonly exits: readonly string[]
  /**
   * The national number of one that is dialled with more before it than the trunk prefix, or has digits that are not
   * dialled from abroad, as the 15 of Argentina; undefined where the country has no such numbers, or this is none.
   */
  unusual(number: string): string | undefined
  /** The digits of a number as it is written in its own country. `key` is as `+98…`. */
  homeForm(key: string): string
  /** Whether such a national number, without its trunk prefix, is assigned in any country of the calling code. */
  isValid(national: string): boolean
}

/** The part of the metadata that is used here. The package declares only some of it. */
interface Plan {
  callingCode(): string
  IDDPrefix(): string
  /** The number 0 where there is none. */
  defaultIDDPrefix(): string | number | undefined
  /** The number 0 where there is none. */
  nationalPrefix(): string | number | undefined
  nationalPrefixForParsing(): string | number | undefined
  nationalPrefixTransformRule(): string | number | undefined
  nationalNumberPattern(): string
  type(name: string): { pattern(): string } | undefined
}

interface Lookup {
  selectNumberingPlan(country: string): void
  readonly numberingPlan: Plan
  getCountryCodesForCallingCode(callingCode: string): readonly CountryCode[] | undefined
}

/** The types of numbers that the metadata has patterns for. */
const types = [
  'FIXED_LINE',
  'MOBILE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
] as const

/** The rules of a country that the metadata knows. */
export function countryRules(country: string): CountryRules {
  const lookup = new Metadata() as unknown as Lookup
  const planOf = (code: string): Plan => {
    lookup.selectNumberingPlan(code)
    return lookup.numberingPlan
  }
  const plan = planOf(country)
  const callingCode = plan.callingCode()
  const prefix = plan.nationalPrefix()
  const trunkPrefix = typeof prefix === 'string' ? prefix : ''
  const exits = exitsOf(plan)
  const pattern = (lookup.getCountryCodesForCallingCode(callingCode) ?? [country])
    .map((code) => patternOf(planOf(code)))
    .join('|')
  const valid = new RegExp(`^(?:${pattern})$`)
  return {
    callingCode,
    trunkPrefix,
    exits,
    unusual: unusualOf(planOf(country), trunkPrefix),
    homeForm,
    isValid: (national) => valid.test(national),
  }
}

/** A pattern for the numbers that are assigned: those of one of the types, which the general pattern allows. */
function patternOf(plan: Plan): string {
  const ofTypes = types.flatMap((type) => plan.type(type)?.pattern() ?? [])
  return ofTypes.length === 0
    ? plan.nationalNumberPattern()
    : `(?=(?:${plan.nationalNumberPattern()})$)(?:${ofTypes.join('|')})`
}

/**
 * The prefix of calls abroad, as far as it is a row of digits. `00` is one in every country whose own prefix does not begin with
 * it: lists from elsewhere write it.
 */
function exitsOf(plan: Plan): readonly string[] {
  const own = plan.IDDPrefix()
  const usual = String(plan.defaultIDDPrefix() ?? '').replace(/\D/g, '')
  const exits = [own, usual].filter((each) => /^\d{2,}$/.test(each))
  const mayBeLonger = own !== '00' && !new RegExp(`^(?:${own})$`).test('00') && /^\(?(?:\?:)?0[0[]/.test(own)
  return [...new Set(mayBeLonger ? exits : [...exits, '00'])].sort((one, other) => other.length - one.length)
}

function homeForm(key: string): string {
  return (parsePhoneNumberFromString(key)?.formatNational() ?? key).replace(/\D/g, '')
}

function unusualOf(plan: Plan, trunkPrefix: string): CountryRules['unusual'] {
  const prefix = plan.nationalPrefixForParsing()
  const rule = plan.nationalPrefixTransformRule()
  if (typeof prefix !== 'string' || prefix === trunkPrefix) return () => undefined
  const form = new RegExp(`^(?:${prefix})`)
  return (number) => {
    const found = form.exec(number)
    if (!found || found[0] === '') return undefined
    const isTransformed = typeof rule === 'string' && found.at(-1) !== undefined
    return isTransformed ? number.replace(form, rule) : number.slice(found[0].length)
  }
}
