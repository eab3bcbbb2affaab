/**
 * Reads a form as the vendor's library binds one. Of a repeated field the first counts, `Name[]` is `Name`, and an
 * empty or blank value is null. Names are in lower case.
 */
export function readForm(text: string): ReadonlyMap<string, string | null> {
  const members = new Map<string, string | null>()
  for (const [field, value] of new URLSearchParams(text)) {
    const name = field.replace(/\[\]$/, '').toLowerCase()
    if (!members.has(name)) members.set(name, value.trim() === '' ? null : value)
  }
  return members
}
