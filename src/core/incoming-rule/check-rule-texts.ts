import { Refusal } from '../errors.ts'
import type { IncomingRuleFields } from './incoming-rule.ts'

/** The most characters of a comment. */
export const commentAtMost = 1000

/** The most characters of a label. */
export const labelAtMost = 64

/** The most labels of a number. */
export const labelsAtMost = 20

const control = /\p{Cc}|\p{Zl}|\p{Zp}/u

/**
 * Checks the texts of a rule.
 *
 * @throws Refusal `invalid_value` of `comment` or `labels`.
 */
export function checkRuleTexts({ comment = '', labels = [] }: IncomingRuleFields): void {
  if ([...comment].length > commentAtMost || control.test(comment)) {
    throw new Refusal('invalid_value', `a comment has at most ${commentAtMost} printable characters`, 'comment')
  }
  const isLabel = (label: string): boolean => label !== '' && [...label].length <= labelAtMost && !control.test(label)
  if (labels.length > labelsAtMost || !labels.every(isLabel)) {
    const rule = `at most ${labelsAtMost} labels, each of 1 to ${labelAtMost} printable characters`
    throw new Refusal('invalid_value', `a number has ${rule}`, 'labels')
  }
}
