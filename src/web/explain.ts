import type { ErrorCode, Refusal } from '../core/errors.ts'
import { type Sayings, sayingOf } from './sayings.ts'
import { isTextKey, type TextKey, type Texts } from './texts/texts.ts'

/** The status of each refusal, and what the page says of it. */
export const refusals: Readonly<Record<ErrorCode, readonly [number, TextKey]>> = {
  not_found: [404, 'error.notFound'],
  forbidden: [403, 'error.forbidden'],
  conflict: [409, 'error.conflict'],
  stale: [409, 'error.conflict'],
  unconditional: [409, 'error.conflict'],
  key_reused: [409, 'error.conflict'],
  invalid_value: [422, 'refusal.invalid_value'],
  missing_value: [422, 'refusal.missing_value'],
  number_taken: [422, 'refusal.number_taken'],
  name_taken: [422, 'refusal.name_taken'],
  not_empty: [422, 'refusal.not_empty'],
  over_budget: [422, 'refusal.over_budget'],
  slowed: [429, 'error.unavailable'],
  unavailable: [503, 'error.unavailable'],
  damaged: [500, 'error.unavailable'],
}

/** The rules that values break, as the book tells them, and the texts of the page that say the same. */
const rules: Sayings = [
  [/must not be empty|must be filled/, 'rule.empty'],
  [/at most (?<most>\d+) characters/, 'rule.length'],
  [/must be a whole number from (?<least>\d+) to (?<most>\d+)/, 'rule.whole'],
  [/must be seconds from (?<least>\d+) to (?<most>\d+)/, 'rule.seconds'],
  [/control characters|lone surrogates/, 'rule.characters'],
  [/must be a time as/, 'rule.time'],
  [/the end must be after the start/, 'rule.end'],
  [/^(?<count>\d+) of the numbers are taken/, 'rule.taken'],
  [/as many digits at both ends|not begin above its end|a number, or a range/, 'rule.range'],
  [/must be at most (?<most>\d+) numbers/, 'rule.many'],
  [/at most (?<most>\d+) lines at once/, 'rule.lines'],
  [/item (?<item>\d+) /, 'rule.item'],
  [/all look like numbers/, 'rule.columns'],
  [/^the file has no column/, 'rule.noColumn'],
  [/fills one column of the group only/, 'rule.oneColumn'],
  [/^no number found|nothing below it$/, 'rule.noNumber'],
  [/lines that are not taken/, 'rule.manyRejected'],
  [/the file has no sheet|name the one to read$/, 'rule.sheets'],
  [/^the file has not come whole/, 'rule.cutOff'],
  [/^the file is larger/, 'rule.fileSize'],
  [/^the text is too long/, 'rule.textSize'],
  [/look at its new counts/, 'rule.counts'],
  [/cannot lie in itself/, 'rule.inItself'],
  [/^there is no such folder/, 'rule.noFolder'],
  [/^name at least one group/, 'rule.chosenNone'],
  [/must be at most (?<most>\d+) groups/, 'rule.chosenMany'],
  [/^an XLSX has room/, 'rule.workbook'],
  [/^several groups have this name/, 'rule.manyGroups'],
]

/** Remedies of other ways into the book, of which the page has a text of its own: options of a command, members of a body. */
const elsewhere = /--[a-z]+ [A-Z]|COLUMN$|by create$|new counts/

/** Why something was refused, in the language of the page. The book's own sentence is the one in English. */
export function reasonOf({ t, language }: Texts, { code, field, message }: Refusal): string {
  if (language === 'en' && !elsewhere.test(message)) return message
  const saying = sayingOf(rules, message)
  if (saying) {
    const figures = Object.entries(saying.places).map(([place, text]) => [place, Number(text)] as const)
    return t(saying.key, Object.fromEntries(figures))
  }
  const key = `field.${field?.split('.')[0]}`
  return isTextKey(key) ? t(key) : t(refusals[code][1])
}
