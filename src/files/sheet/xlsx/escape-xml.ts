/** Signs that XML cannot have or would change, and what looks like one that is written so: Excel writes CR as `_x000D_`. */
const written = /(?![\t\n])[\p{Cc}\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu

/** A text as the text of an XML element in a sheet of Excel. */
export function escapeXml(text: string): string {
  if (!/[&<>_\p{Cc}\ufffe\uffff]/u.test(text)) return text
  return text
    .replace(written, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** The text that a sheet of Excel has as `text`: `_x000D_` is a CR. */
export function unescapeXml(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
