import type { NumberPlan, NumberPlans } from '../core/number/number-plan.ts'

const withoutCountry: NumberPlan = {
  country: null,
  dialing: null,
  keyOf: (number) => number,
  spellingsOf: (number) => [number],
}

/**
 * Makes the numbering plans of all countries, by the metadata of libphonenumber. They are loaded when the first account with a
 * country asks for its plan: most commands need none.
 */
export function makeNumberPlans(): NumberPlans {
  const plans = new Map<string, Promise<NumberPlan>>()
  return {
    of(country) {
      if (country === null) return Promise.resolve(withoutCountry)
      const plan = plans.get(country) ?? import('./country-plan.ts').then(({ countryPlan }) => countryPlan(country))
      plans.set(country, plan)
      return plan
    },
    async knows(country) {
      const { isSupportedCountry } = await import('libphonenumber-js/max')
      return isSupportedCountry(country)
    },
    async countryOf(international) {
      const { parsePhoneNumberFromString } = await import('libphonenumber-js/max')
      return parsePhoneNumberFromString(international)?.country ?? null
    },
  }
}
