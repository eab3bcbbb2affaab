/**
 * The emergency numbers of countries, for accounts that have one: ITU-T E.129 presentations of the national numbering plans, and
 * for the European Union Directive (EU) 2018/1972 Art. 109. A country that is not here has 112, which mobile networks of
 * every country take (3GPP TS 22.101 §10).
 */
const ofCountries: Readonly<Record<string, readonly string[]>> = {
  IR: ['110', '112', '115', '125'],
  ...Object.fromEntries(
    ['AT', 'BE', 'BG', 'CY', 'CZ', 'DK', 'EE', 'ES', 'FI', 'GR', 'HR', 'HU', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT']
      .concat(['RO', 'SE', 'SI', 'SK'])
      .map((country) => [country, ['112']]),
  ),
  DE: ['110', '112'],
  FR: ['15', '17', '18', '112', '114'],
  IT: ['112', '113', '115', '118'],
  IE: ['112', '999'],
  GB: ['112', '999'],
  CH: ['112', '117', '118', '144'],
  TR: ['112'],
  US: ['911'],
  CA: ['911'],
  AU: ['000', '106', '112'],
  NZ: ['111'],
}

/** The emergency numbers of a country; none for an account without one. */
export function emergencyNumbersOf(country: string | null): readonly string[] {
  return country === null ? [] : (ofCountries[country] ?? ['112'])
}

/** A number that an account has put to the emergency numbers of its country, or taken from them. */
export interface EmergencyNumber {
  readonly accountId: number
  readonly number: string
  readonly isEmergency: boolean
}
