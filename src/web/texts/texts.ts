import { IntlMessageFormat } from 'intl-messageformat'
import { en } from './en.ts'
import { fa } from './fa.ts'

/** The languages of the page. */
export const languages = ['fa', 'en'] as const
export type Language = (typeof languages)[number]

/** The name of a text in the catalogues. */
export type TextKey = keyof typeof en

/** Whether the catalogues have a text of that name. */
export function isTextKey(name: string): name is TextKey {
  return Object.hasOwn(en, name)
}

type Values = Readonly<Record<string, string | number>>

/** A language with all that depends on it. */
export interface Texts {
  readonly language: Language
  readonly direction: 'rtl' | 'ltr'
  /** The text of that name, with the values in it. */
  t(key: TextKey, values?: Values): string
  number(value: number): string
  /** A number as a form has it: `1200`, `۱۲۰۰`. */
  plain(value: number): string
  /** A text with the digits of the language in the places of Latin ones. */
  digits(text: string): string
  /** A moment, in the calendar of the language and the given time zone. */
  moment(at: number, timeZone: string): string
  /** The time of day of a moment, to the second. */
  clock(at: number, timeZone: string): string
  /** How long something took: `5:30`, `۱:۰۲:۰۳`. */
  duration(seconds: number): string
  /** A moment as a form has it, to be changed: `2026-11-28 14:30`, `۱۴۰۵/۰۹/۰۷ ۱۴:۳۰`. */
  entry(at: number, timeZone: string): string
}

const locales = { fa: 'fa-IR-u-ca-persian-nu-arabext', en: 'en-GB' } as const

export const textsIn: Readonly<Record<Language, Texts>> = {
  fa: make('fa', 'rtl', fa),
  en: make('en', 'ltr', en),
}

function make(language: Language, direction: Texts['direction'], catalogue: Readonly<Record<TextKey, string>>): Texts {
  const locale = locales[language]
  const messages = new Map<TextKey, IntlMessageFormat>()
  const numbers = new Intl.NumberFormat(locale)
  const digits = (text: string) =>
    language === 'fa' ? text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x6f0 + Number(digit))) : text
  const moments = new Map<string, Intl.DateTimeFormat>()
  const clocks = new Map<string, Intl.DateTimeFormat>()
  const entries = new Map<string, Intl.DateTimeFormat>()
  return {
    language,
    direction,
    t(key, values) {
      let message = messages.get(key)
      if (!message) {
        message = new IntlMessageFormat(catalogue[key], locale)
        messages.set(key, message)
      }
      return String(message.format(values))
    },
    number: (value) => numbers.format(value),
    plain: (value) => digits(String(value)),
    digits,
    moment(at, timeZone) {
      let format = moments.get(timeZone)
      if (!format) {
        format = new Intl.DateTimeFormat(locale, {
          dateStyle: 'medium',
          timeStyle: 'short',
          timeZone,
        })
        moments.set(timeZone, format)
      }
      return format.format(at)
    },
    clock(at, timeZone) {
      let format = clocks.get(timeZone)
      if (!format) {
        format = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23', timeZone })
        clocks.set(timeZone, format)
      }
      return format.format(at)
    },
    duration(seconds) {
      const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
      const two = (value: number) => String(value).padStart(2, '0')
      return digits(hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`)
    },
    entry(at, timeZone) {
      let format = entries.get(timeZone)
      if (!format) {
        const two = '2-digit'
        const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, hourCycle: 'h23' } as const
        format = new Intl.DateTimeFormat(locale, { ...parts, timeZone })
        entries.set(timeZone, format)
      }
      const { year, month, day, hour, minute } = Object.fromEntries(
        format.formatToParts(at).map(({ type, value }) => [type, value]),
      )
      const line = language === 'fa' ? '/' : '-'
      return `${year}${line}${month}${line}${day} ${hour}:${minute}`
    },
  }
}

/** The language that a browser asks for: the chosen one, else the first of `Accept-Language` that there is, else English. */
export function languageOf(chosen: string | undefined, accepted: string | undefined): Language {
  const isKnown = (text: string | undefined): text is Language => languages.some((each) => each === text)
  if (isKnown(chosen)) return chosen
  const wanted = (accepted ?? '').split(',').map((each) => each.trim().slice(0, 2).toLowerCase())
  return wanted.find(isKnown) ?? 'en'
}
