import type { NumberPlan } from '../core/number/number-plan.ts'
import { countryRules } from './country-rules.ts'

/** The fewest digits of a number that is neither an extension nor a short code. */
const fewestDigits = 7

/**
 * The fewest digits that are read as a number without its leading zero: spreadsheets drop it from mobile numbers, while a shorter
 * number may be one of a town.
 */
const fewestBare = 9

/** The most digits of a number with its calling code (ITU-T E.164). What would have more is no number of the country. */
const mostDigits = 15

/** The numbering plan of a country. It compares by E.164. */
export function countryPlan(country: string): NumberPlan {
  const { callingCode, trunkPrefix, exits, isValid, unusual, homeForm } = countryRules(country)
  const own = `+${callingCode}`

  const keyOf = (number: string): string => {
    const key = fullNumberOf(number)
    return key.length > 1 + mostDigits ? number : key
  }
  const fullNumberOf = (number: string): string => {
    if (number.length < fewestDigits || number.startsWith('+')) return number
    const exit = exits.find((each) => number.startsWith(each))
    if (exit !== undefined) {
      const rest = number.slice(exit.length)
      return rest.length >= fewestDigits && !rest.startsWith('0') ? `+${rest}` : number
    }
    if (trunkPrefix !== '' && number.startsWith(trunkPrefix)) {
      const national = number.slice(trunkPrefix.length)
      if (isValid(national)) return own + national
    }
    const other = unusual(number)
    // Of the ways to write such a number only the one that the country itself writes can be found again.
    if (other !== undefined && isValid(other) && homeForm(own + other) === number) return own + other
    if (number.startsWith(callingCode) && number.length >= fewestBare && isValid(number.slice(callingCode.length))) {
      return `+${number}`
    }
    if (!isValid(number)) return number
    const isWhole = trunkPrefix === '' || number.startsWith('0') || number.length >= fewestBare
    return isWhole || homeForm(own + number) === number ? own + number : number
  }

  return {
    country,
    dialing: { callingCode, trunkPrefix, exit: exits[0] ?? '' },
    keyOf,
    spellingsOf(number) {
      const key = keyOf(number)
      if (!key.startsWith('+')) return [number]
      const digits = key.slice(1)
      const spellings = new Set([number, key, ...exits.map((exit) => exit + digits)])
      if (key.startsWith(own)) {
        const national = key.slice(own.length)
        for (const spelling of [trunkPrefix + national, homeForm(key), digits, national]) spellings.add(spelling)
      }
      return [...spellings].filter((spelling) => keyOf(spelling) === key)
    },
  }
}
