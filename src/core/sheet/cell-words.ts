/** The word in a cell that empties a field: an empty cell leaves a field as it is. */
export const noneWord = '(none)'

const yes = new Set([
  'yes',
  'y',
  'true',
  '1',
  'on',
  'enabled',
  'ja',
  'wahr',
  'aktiv',
  'oui',
  'si',
  'بله',
  'بلی',
  'فعال',
])
const no = new Set(['no', 'n', 'false', '0', 'off', 'disabled', 'nein', 'falsch', 'inaktiv', 'non', 'خیر', 'غیرفعال'])

/** `yes` or `no` for a word that says so; any other word as it is, for the rule to refuse it. */
export function yesOrNo(word: string): string {
  const bare = word.trim().toLowerCase()
  if (yes.has(bare)) return 'yes'
  return no.has(bare) ? 'no' : word.trim()
}
