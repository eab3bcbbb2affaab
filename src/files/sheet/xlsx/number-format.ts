import { numberText } from '../number-text.ts'

/** The first day of Excel's calendar, by which day 60 is 1900-02-28; the calendar of old Macs begins 1,462 days later. */
const firstDay = Date.UTC(1899, 11, 30)
const daysOfMacs = 1462

/** The last day that Excel knows: 9999-12-31. */
const lastDay = 2_958_465

/** How a cell shows its number. */
export type NumberFormat = (value: string) => string

/** Finds the format of a number by its code, as `yyyy-mm-dd` or `00000000000`, and by its id, where it is one of Excel's own. */
export function numberFormat(id: number, code: string | undefined, isMac: boolean): NumberFormat {
  if (code === undefined ? isDateId(id) : isDateCode(code)) return (value) => dateText(value, isMac)
  // A number of zeros: the way in which people have Excel show a zero at the beginning, or a plus.
  const [, sign = '', zeros = ''] = /^(\\?\+|"\+"|"00")?(0*)$/.exec(code ?? '') ?? []
  return sign || zeros.length > 1
    ? (value) => padded(numberText(value), sign.replace(/["\\]/g, ''), zeros.length)
    : numberText
}

function padded(text: string, sign: string, digits: number): string {
  return /^[0-9]+$/.test(text) ? sign + text.padStart(digits, '0') : text
}

function isDateId(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
}

/** Whether a format has a part of a date or a time. Texts, escaped signs, colours and conditions do not count. */
function isDateCode(code: string): boolean {
  const told = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(told) && !/general|standard|[#?]/i.test(told)
}

function dateText(value: string, isMac: boolean): string {
  const days = Number(value)
  if (!(days >= 0 && days <= lastDay)) return numberText(value)
  const at = new Date(firstDay + Math.round((days + (isMac ? daysOfMacs : 0)) * 86_400) * 1000)
  const [day = '', time = ''] = at.toISOString().slice(0, 19).split('T')
  if (days < 1) return time
  return time === '00:00:00' ? day : `${day} ${time}`
}
