import { parseSample } from './parse-sample.ts'

/** The signs that divide cells. Where two fit equally well, the first one does: commas and bars stand in names too. */
const separators = ['\t', ';', ',', '|']

/** What a sign makes of a text, were it the separator. */
interface Trial {
  readonly separator: string
  /** Whether each quote opens a cell or closes one. */
  readonly isStrict: boolean
  /** The share of the rows that have a cell which looks like a number. */
  readonly numbers: number
  /** The share of the rows that have as many cells as most others have. */
  readonly alike: number
}

/**
 * Finds the sign that divides the cells of a csv by the beginning of its text; `null` where no sign does. It is one by which the
 * quotes stand where they should, `"Doe; John",1`, and of these the one by which the most rows get a cell that looks like a number: `Müller, Hans;030 1234` has one by `;` and none by `,`.
 */
export function findSeparator(text: string): string | null {
  const trials = separators.map((separator) => tryOut(text, separator)).filter((trial) => trial !== null)
  const [best] = trials.sort(
    (one, other) =>
      Number(other.isStrict) - Number(one.isStrict) || other.numbers - one.numbers || other.alike - one.alike,
  )
  return best?.separator ?? null
}

function tryOut(text: string, separator: string): Trial | null {
  const { rows, isStrict } = parseSample(text, separator)
  const sizes = new Map<number, number>()
  for (const { length } of rows) if (length > 1) sizes.set(length, (sizes.get(length) ?? 0) + 1)
  if (sizes.size === 0) return null
  const numbered = rows.filter((row) => row.some(looksLikeNumber))
  return {
    separator,
    isStrict,
    numbers: numbered.length / rows.length,
    alike: Math.max(...sizes.values()) / rows.length,
  }
}

/** Whether a cell might be a phone number: three digits and more, and nothing but what stands between them. */
function looksLikeNumber(cell: string): boolean {
  return /^[\s'="+\p{Cf}]*(?:[(\p{Nd}][\s().\-/\p{Cf}]*){3,}["\s]*$/u.test(cell.slice(0, 100))
}
