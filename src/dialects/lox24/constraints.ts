import { cleanCharacters } from '../../core/number/clean-characters.ts'
import { isPlain } from '../../core/number/read-number.ts'
import { characters, orNull, type Schema } from '../fields.ts'
import type { Violation } from './errors.ts'

/** The rule for a text. Its limit counts characters, which are code points. */
export interface TextRule {
  readonly max: number
  /** Whether null is taken. */
  readonly isNullable?: true
  /** Whether the text must not be empty. White space is not empty, since Symfony's `NotBlank` does not trim. */
  readonly isRequired?: true
  /** Whether the text is a phone, which the book trims: white space and characters that nobody sees are empty. */
  readonly isPhone?: true
  /** The form of the whole text. */
  readonly form?: RegExp
  /** Whether the text may have line breaks and tabs. Other control characters are never taken. */
  readonly hasLines?: true
}

/** The schema of the texts that a rule allows. */
export function schemaOfText({ max, form, isRequired, isNullable }: TextRule): Schema {
  const schema = {
    type: 'string',
    ...(isRequired && { minLength: 1 }),
    maxLength: max,
    ...(form && { pattern: form.source }),
  }
  return isNullable ? orNull(schema) : schema
}

const codes = {
  notBlank: 'c1051bb4-d103-4f74-8988-acbcafc7fdc3',
  tooLong: 'd94b19cc-114f-4f44-9cc4-4138e80a87b9',
  charset: '35e6a710-aa2e-4719-b58e-24b35749b767',
  regex: 'de1e3db3-5ed4-4941-aae4-59f3667cc3a3',
} as const

/** The violation of a rule by a text: one or none. Null and absent break only a rule that requires the text. */
export function violationOf(propertyPath: string, value: string | null | undefined, rule: TextRule): Violation[] {
  const said = rule.isPhone && value && !isPlain(value) ? cleanCharacters(value) : value
  if (value === null || value === undefined || said === '') {
    if (rule.isRequired) return [{ propertyPath, message: 'This value should not be blank.', code: codes.notBlank }]
    if (value === null || value === undefined) return []
  }
  if (!value.isWellFormed()) {
    return [{ propertyPath, message: 'This value does not match the expected UTF-8 charset.', code: codes.charset }]
  }
  if (value.length > rule.max && characters(value, rule.max) > rule.max) {
    return [
      {
        propertyPath,
        message: `This value is too long. It should have ${rule.max} characters or less.`,
        code: codes.tooLong,
      },
    ]
  }
  if ((rule.hasLines ? controlButLines : control).test(value) || rule.form?.test(value) === false) {
    return [{ propertyPath, message: 'This value is not valid.', code: codes.regex }]
  }
  return []
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the pattern looks for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the pattern looks for
const controlButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
