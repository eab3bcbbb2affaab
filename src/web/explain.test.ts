import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { campaignRules } from '../core/campaign/campaign-rules.ts'
import { type ErrorCode, Refusal } from '../core/errors.ts'
import { extensionRules } from '../core/extension/extension-rules.ts'
import { InvalidValue } from '../core/reader.ts'
import { managerCapacity, managerInterval, managerTitle } from '../core/trunk-manager/trunk-manager-rules.ts'
import { reasonOf, refusals } from './explain.ts'
import { textsIn } from './texts/texts.ts'

const pages = join(import.meta.dirname, 'pages')

/** The fields of all forms, as their code names them. */
const fields = new Set(
  globSync('**/*.ts', { cwd: pages }).flatMap((file) =>
    [
      ...readFileSync(join(pages, file), 'utf8').matchAll(
        /(?:input|area|choice)\([^;]*?, '(\w+)'|(?:neededText|textOf)\(form, '(\w+)'|name="(\w+)"/g,
      ),
    ].map(([, ...found]) => found.find((each) => each !== undefined) ?? ''),
  ),
)

/** Whether a text is Persian: it has no more Latin letters than an address or a setting needs. */
function isPersian(text: string): boolean {
  return /[\u0600-\u06ff]{2}/.test(text) && !/[a-z]{3,} [a-z]{2,}/i.test(text)
}

describe('a refusal', () => {
  it('is told in Persian on a Persian page, whatever its code and its field', () => {
    assert.ok(fields.size > 30, [...fields].join())
    for (const code of Object.keys(refusals) as ErrorCode[]) {
      for (const field of [undefined, ...fields, ...Object.keys(extensionRules)]) {
        const told = reasonOf(textsIn.fa, new Refusal(code, `${field} must be what it is not`, field))
        assert.ok(isPersian(told), `${code} ${field}: ${told}`)
      }
      assert.ok(isPersian(textsIn.fa.t(refusals[code][1])))
    }
  })

  it('is told in Persian for each rule that a value may break', () => {
    const rules = { ...campaignRules, ...extensionRules, managerTitle, managerCapacity, managerInterval }
    let broken = 0
    for (const [field, read] of Object.entries(rules) as [string, (value: unknown) => unknown][]) {
      for (const value of ['', 'x'.repeat(5000), '\u0000', '-1', '1e9', 'none of these', '999999', 7.5, {}]) {
        try {
          read(value)
        } catch (error) {
          assert.ok(error instanceof InvalidValue)
          broken++
          const told = reasonOf(textsIn.fa, new Refusal('invalid_value', `${field} ${error.message}`, field))
          assert.ok(isPersian(told), `${error.message}: ${told}`)
        }
      }
    }
    assert.ok(broken > 100)
  })

  it('names the limits of the rule in the digits of the language', () => {
    const whole = new Refusal('invalid_value', 'tries must be a whole number from 1 to 100', 'tries')
    assert.equal(reasonOf(textsIn.fa, whole), 'باید عددی درست از ۱ تا ۱۰۰ باشد.')
    assert.equal(reasonOf(textsIn.en, whole), whole.message)
  })
})
