/** A time in MongoDB's Extended JSON: some of the vendor's answers show it so. */
export function extendedDate(at: number): { readonly $date: { readonly $numberLong: string } } {
  return { $date: { $numberLong: String(at) } }
}

/** Turns a time into its minute in the Persian calendar, `1402-08-07 10:29`. */
type MinuteFormat = (minute: number) => string

const minuteMs = 60_000
/**
 * Minutes whose text is remembered. Formatting one takes as long as all the rest of a row, and clients ask for the same
 * rows again and again.
 */
const rememberedMinutes = 50_000

const formats = new Map<string, MinuteFormat>()

/** A time as most answers show it: in the Persian calendar and local time, `1402-08-07 10:29:02`. */
export function jalaliDate(at: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = minuteFormat(timeZone)
    formats.set(timeZone, format)
  }
  const minute = Math.floor(at / minuteMs)
  // Since 1972 every time zone is whole minutes from UTC, so that its seconds are those of UTC.
  const second = Math.floor((at - minute * minuteMs) / 1000)
  return `${format(minute)}:${second < 10 ? '0' : ''}${second}`
}

function minuteFormat(timeZone: string): MinuteFormat {
  const intl = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const remembered = new Map<number, string>()
  return (minute) => {
    let text = remembered.get(minute)
    if (text === undefined) {
      const parts = Object.fromEntries(intl.formatToParts(minute * minuteMs).map(({ type, value }) => [type, value]))
      text = `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`
      if (remembered.size >= rememberedMinutes) remembered.clear()
      remembered.set(minute, text)
    }
    return text
  }
}
