import { unreadable } from './unreadable.ts'

/** Files that are taken for lists, by the bytes that they begin with, and what helps. */
const beginnings: readonly (readonly [bytes: string, reason: string])[] = [
  ['%PDF-', 'the file is a PDF: save the list as CSV or XLSX in the program that made it'],
  ['{\\rtf', 'the file is a text document (RTF): save it as plain text or CSV'],
  ['\x1f\x8b', 'the file is packed by gzip: unpack it first'],
  ['Rar!', 'the file is a RAR archive: unpack it first'],
  ['7z\xbc\xaf', 'the file is a 7-Zip archive: unpack it first'],
  ['\x89PNG', 'the file is a picture: a list of numbers as text is needed'],
  ['\xff\xd8\xff', 'the file is a picture: a list of numbers as text is needed'],
  ['SQLite format 3\0', 'the file is a database: export the list from its program as CSV'],
]

/** The same of texts. */
const texts: readonly (readonly [begin: RegExp, reason: string])[] = [
  [
    /^<(?:!doctype html|html|head|body|table|div|meta)\b/i,
    'the file is a web page (HTML), whatever its name: save the list as CSV or XLSX',
  ],
  [/^<(?:\?xml|[a-z!])/i, 'the file is XML: save the list as CSV or XLSX'],
  [/^(?:\{\s*["}]|\[\s*[{"\]])/, 'the file is JSON: save the list as CSV'],
  [/^BEGIN:VCALENDAR/i, 'the file is a calendar: export the contacts as vCard'],
  [/^(?:version: 1\s+)?dn: /i, 'the file is LDIF: export the address book as CSV or vCard'],
]

/** @throws Refusal for a file whose first bytes show that it is another kind of file. */
export function refuseOtherBytes(head: Buffer): void {
  const begin = head.subarray(0, 20).toString('latin1')
  for (const [bytes, reason] of beginnings) if (begin.startsWith(bytes)) throw unreadable(reason)
}

/** @throws Refusal for a text whose beginning shows that it is another kind of file. */
export function refuseOtherTexts(text: string): void {
  const begin = text.trimStart().slice(0, 200)
  for (const [pattern, reason] of texts) if (pattern.test(begin)) throw unreadable(reason)
}
