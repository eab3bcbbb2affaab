const foreignDigit = /[\u06f0-\u06f9\u0660-\u0669]/g

/**
 * A phone as the book keeps it: trimmed, with Persian (۰-۹) and Arabic (٠-٩) digits turned into 0-9. Nothing else
 * changes. Phones are not rewritten to E.164, since `1111` is a valid extension.
 */
export function normalizePhone(given: string): string {
  return given.trim().replace(foreignDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
}
