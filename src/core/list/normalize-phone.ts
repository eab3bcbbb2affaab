const foreignDigit = /[\u06f0-\u06f9\u0660-\u0669]/g

/**
 * A phone as the book keeps it: trimmed, with Persian (۰-۹) and Arabic (٠-٩) digits turned into 0-9, and otherwise as it
 * was given. There is no rewriting to E.164: `1111` is a valid extension.
 */
export function normalizePhone(given: string): string {
  return given.trim().replace(foreignDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
}
