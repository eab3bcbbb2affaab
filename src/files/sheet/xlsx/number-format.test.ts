import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { numberFormat } from './number-format.ts'

describe('numberFormat', () => {
  for (const [id, code, value, text] of [
    [0, undefined, '9120000001', '9120000001'],
    [0, undefined, '9.120000001E9', '9120000001'],
    [0, undefined, '9.8912000000100001E+11', '989120000001'],
    [0, undefined, '0.5', '0.5'],
    [0, undefined, '-5', '-5'],
    [0, undefined, '9.12E+20', '9.12E+20'],
    [0, undefined, '9120000001000001', '9120000001000001'],
    [49, undefined, '9120000001', '9120000001'],
    [164, '00000000000', '9120000001', '09120000001'],
    [164, '\\+0', '989120000001', '+989120000001'],
    [164, '"+"0', '989120000001', '+989120000001'],
    [164, '"00"0', '989120000001', '00989120000001'],
    [164, '[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', '2125550100', '2125550100'],
    [164, '#,##0', '9120000001', '9120000001'],
    [164, '0.00E+00', '9120000001', '9120000001'],
    [164, '[Red]0', '5', '5'],
    [14, undefined, '46352', '2026-11-26'],
    [22, undefined, '46352.4166666667', '2026-11-26 10:00:00'],
    [21, undefined, '0.5', '12:00:00'],
    [164, 'yyyy\\-mm\\-dd;@', '46352', '2026-11-26'],
    [164, '[$-de-DE]dd.mm.yyyy', '46352', '2026-11-26'],
    [164, '[h]:mm', '0.25', '06:00:00'],
    // A phone number in a column of dates is no day: Excel shows it as ####.
    [14, undefined, '9120000001', '9120000001'],
  ] as const) {
    it(`shows ${value} as ${text} by ${code ?? id}`, () => assert.equal(numberFormat(id, code, false)(value), text))
  }

  it('knows the calendar of old Macs', () => assert.equal(numberFormat(14, undefined, true)('44890'), '2026-11-26'))
})
