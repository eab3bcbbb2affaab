import type { TextKey } from './texts/texts.ts'
import type { View } from './view.ts'

/** The problems of texts that are no numbers, as the book tells them, and the texts of the page that say the same. */
const problems: readonly (readonly [RegExp, TextKey])[] = [
  [/^is empty/, 'line.empty'],
  [/^has no digit/, 'line.noDigit'],
  [/more than one number/, 'line.two'],
  [/^has a "(?<sign>.*)"$/, 'line.sign'],
  [/sign in a wrong place|ends with a sign/, 'line.misplaced'],
  [/^has (?<digits>\d+) digits/, 'line.digits'],
  [/^has (?<length>\d+) characters/, 'line.long'],
  [/rounded by a spreadsheet/, 'line.rounded'],
  [/^is a date/, 'line.date'],
  [/^is a network address/, 'line.address'],
  [/^is negative/, 'line.negative'],
  [/^is a fraction/, 'line.fraction'],
]

/** Why a line is not taken, in the language of the page. */
export function lineProblem(t: View['t'], reason: string): string {
  for (const [problem, key] of problems) {
    const found = problem.exec(reason)
    if (found) return t(key, { ...found.groups })
  }
  return t('line.other', { reason })
}
