import fc from 'fast-check'
import type { NewContact } from '../src/core/contact/create-contact.ts'
import { emergencyNumbersOf } from '../src/core/emergency/emergency-numbers.ts'
import type { EntryDetails, EntryDraft } from '../src/core/entry/entry.ts'
import type { NewExtension } from '../src/core/extension/create-extension.ts'
import type { ColumnTitles } from '../src/core/group/group.ts'
import type { NewOptOut } from '../src/core/opt-out/new-opt-out.ts'
import { closedChannels } from '../src/core/opt-out/opt-out.ts'

/** A group as a test makes it. */
export interface MadeGroup {
  readonly name: string
  readonly columns: ColumnTitles
  readonly entries: readonly EntryDraft[]
}

/** A book as a test makes it: what an account has, and its country. */
export interface MadeBook {
  readonly country: string | null
  readonly groups: readonly MadeGroup[]
  readonly extensions: readonly NewExtension[]
  readonly contacts: readonly NewContact[]
  /** No two are of one person: who is closed already is not closed again. */
  readonly optOuts: readonly NewOptOut[]
}

/** Texts that a format, a spreadsheet or a terminal may take for something else. */
const nasty = [
  ...[
    '=1+1',
    '=cmd|x!A1',
    '+49-x',
    '-1',
    '@x',
    "'=1",
    "''0912",
    "'0912",
    '="0912"',
    '9.1E+11',
    '1e5',
    '#N/A',
    'TRUE',
    'null',
  ],
  ...[
    '"',
    '""',
    'a"b',
    "'",
    ',',
    ';',
    '|',
    '\t',
    'a,b;c|d\te',
    'sep=;',
    '\\',
    '\\n',
    '\\,',
    '(none)',
    '0',
    '00',
    '007',
    ' ',
  ],
  ...[
    'line\nbreak',
    'line\r\nbreak',
    'line\rbreak',
    '\n',
    'end\n',
    '\nbegin',
    ' lead',
    'trail ',
    '  ',
    '\u00a0',
    '\u3000x',
  ],
  ...[
    'علی رضایی',
    'شماره',
    '\u200fabc\u200e',
    'ab\u202ecd',
    '日本語',
    'e\u0301',
    '👨‍👩‍👧',
    '\ufeffBOM',
    '\u200b',
    'ﬁ',
    '\u0085',
  ],
  ...[
    '2026-11-26',
    '1/2',
    '10.0.0.1',
    '<b>&amp;</b>',
    ']]>',
    '_x000D_',
    '_x0041_',
    'BEGIN:VCARD',
    'END:VCARD',
    '=?utf-8?q?a?=',
  ],
  ...['number', 'callback_data', '2026', '0912111', 'a', 'b', 'E', 'reason', 'line', 'Phone', 'name', 'x'.repeat(500)],
]

const control = /(?![\t\n\r])\p{Cc}/gu

/** A text that the wires take: without control characters but line ends and tabs, and without half characters. */
const text = (maxLength: number) =>
  fc
    .oneof(
      fc.constantFrom(...nasty),
      fc.string({ unit: 'grapheme', maxLength }),
      fc.string({ unit: 'binary', maxLength }),
      fc.array(fc.constantFrom(...nasty), { maxLength: 3 }).map((parts) => parts.join('')),
    )
    .map((given) => [...given.replace(control, '').toWellFormed()].slice(0, maxLength).join(''))

const oneLine = (maxLength: number) => text(maxLength).map((given) => given.replace(/[\p{Cc}\u2028\u2029]/gu, ''))

const digits = (min: number, max: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: min, maxLength: max }).map((all) => all.join(''))

/** Numbers in few spellings of few numbers, so that some are one by the key of a country; and short and long ones. */
const number = fc.oneof(
  fc.tuple(fc.constantFrom('0912', '+98912', '0098912', '98912', '912'), digits(7, 7)).map((parts) => parts.join('')),
  fc.constantFrom('0912', '+98912', '0098912').map((prefix) => `${prefix}1112233`),
  digits(1, 15),
  digits(1, 15).map((each) => `+${each}`),
)

/** What older books and other dialects may hold, and no rule reads as a number. */
const noNumber = oneLine(30)
  .map((given) => given.trim())
  .filter((given) => given !== '')

const details: fc.Arbitrary<EntryDetails> = fc.record(
  {
    ...{ a: text(1530), b: text(40), c: text(40), d: text(40), e: text(40) },
    callbackData: oneLine(36),
  },
  { requiredKeys: [] },
)

const title = fc.option(
  oneLine(50).filter((given) => given !== ''),
  { nil: null },
)

const entry: fc.Arbitrary<EntryDraft> = fc.record({
  phone: fc.oneof({ arbitrary: number, weight: 4 }, noNumber),
  details,
})

const group: fc.Arbitrary<MadeGroup> = fc.record({
  name: oneLine(50).map((given) => given || 'a group'),
  columns: fc.record({ a: title, b: title, c: title, d: title, e: title }),
  entries: fc.uniqueArray(entry, { selector: ({ phone }) => phone, minLength: 1, maxLength: 12 }),
})

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })
const email = fc.constantFrom('ada@example.com', 'Ada.L@Example.com', 'علی@example.ir', "o'b=1@x.org", '=x@y.de')
const target = fc.constantFrom('', '571', '*43', '+989121112233', '00')

const extension: fc.Arbitrary<NewExtension> = fc.record(
  {
    number: digits(1, 12),
    name: oneLine(255).map((given) => given || 'a name'),
    secret: oneLine(40).map((given) => given || 'Secret-1'),
    technology: fc.constantFrom('SIP', 'IAX2'),
    active: fc.boolean(),
    callerIdNumber: target,
    deny: fc.constantFrom('', '0.0.0.0/0.0.0.0', '10.0.0.0/8,::1'),
    permit: fc.constantFrom('', '0.0.0.0/0.0.0.0', '10.0.0.0/8,::1'),
    port: fc.integer({ min: 1, max: 65535 }),
    nat: fc.constantFrom('yes', 'no', 'force_rport,comedia'),
    callGroup: fc.constantFrom('', '0', '1,3-5', '01'),
    callLimit: maybe(fc.integer({ min: 0, max: 9999 })),
    trunk: maybe(fc.boolean()),
    transfer: maybe(fc.constantFrom('yes', 'no', 'mediaonly')),
    email: fc.oneof(fc.constant(''), email),
    forward: fc.record({ busy: target, noAnswer: target, unavailable: target, all: target }),
    moreOptions: fc.constantFrom('', 'rtp_timeout=30', 'allow=alaw\nallow=ulaw', '; note, "quoted"\r\n', '\n', '=1+1'),
    description: text(300),
  },
  { requiredKeys: ['number', 'name', 'secret'] },
)

const filled = (max: number) => text(max).filter((given) => given !== '')

const contact: fc.Arbitrary<NewContact> = fc.record(
  {
    number: fc.oneof(fc.constant(''), number, fc.constantFrom('*43#', '0912 111')),
    name: oneLine(255),
    firstName: maybe(oneLine(100).filter((given) => given !== '')),
    lastName: maybe(oneLine(100).filter((given) => given !== '')),
    description: text(300),
    email: maybe(email),
    language: maybe(fc.constantFrom('en', 'fa')),
    gender: maybe(fc.constantFrom('M', 'F')),
    birthDate: maybe(fc.constantFrom('1980-02-29', '0001-01-01')),
    street: maybe(filled(50)),
    houseNumber: maybe(filled(6)),
    suite: maybe(filled(4)),
    postalCode: maybe(fc.constantFrom('01234', '1-2', '=1')),
    city: maybe(filled(50)),
    state: maybe(fc.constantFrom('CA', 'NY')),
    province: maybe(filled(50)),
    country: maybe(fc.constantFrom('IR', 'DE')),
    custom: fc.array(maybe(filled(256)), { minLength: 20, maxLength: 20 }),
  },
  { requiredKeys: ['number'] },
)

const why = {
  channel: fc.constantFrom(...closedChannels),
  reason: maybe(
    text(100)
      .map((given) => given.trim())
      .filter((given) => given !== ''),
  ),
  unsubscribeReason: maybe(fc.integer({ min: 1, max: 6 })),
}

/** Opt-outs of numbers, of e-mail addresses, and of both. */
const optOut = (place: number): fc.Arbitrary<NewOptOut> => {
  const [number, address] = [`+4930123456${place}`, `Ada${place}@example.com`]
  const person = fc.constantFrom({ number }, { email: address }, { number, email: address }, { number: `00${place}` })
  return fc.tuple(person, fc.record(why)).map(([who, closing]) => ({ ...closing, ...who }))
}

/** Books of some small things of every kind. No extension has an emergency number of the country: that is refused. */
export const nastyBook: fc.Arbitrary<MadeBook> = fc
  .record({
    country: fc.constantFrom(null, 'IR', 'DE'),
    groups: fc.array(group, { minLength: 1, maxLength: 2 }),
    extensions: fc.uniqueArray(extension, { selector: ({ number }) => number, minLength: 1, maxLength: 3 }),
    contacts: fc.array(contact, { minLength: 1, maxLength: 3 }),
    optOuts: fc.tuple(optOut(1), optOut(2), optOut(3)),
  })
  .filter(({ country, extensions }) => !extensions.some(({ number }) => emergencyNumbersOf(country).includes(number)))
