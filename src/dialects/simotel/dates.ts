/** MongoDB's Extended JSON, as some of the vendor's answers show a time. */
export function extendedDate(at: number): { readonly $date: { readonly $numberLong: string } } {
  return { $date: { $numberLong: String(at) } }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A time as most answers show it: in the Persian calendar and local time, `1402-08-07 10:29:02`. */
export function jalaliDate(at: number, timeZone: string): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(timeZone, format)
  }
  return format
}
