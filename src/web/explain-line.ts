import { type Sayings, sayingOf } from './sayings.ts'
import type { View } from './view.ts'

/** The problems of texts that are no numbers, as the book tells them, and the texts of the page that say the same. */
const problems: Sayings = [
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
  const saying = sayingOf(problems, reason)
  return saying ? t(saying.key, saying.places) : t('line.other', { reason })
}
