/** `YYYY-MM-DD HH:MM:SS` of the Persian calendar in Tehran, as answers show a moment. */
export function jalali(epochMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US-u-ca-persian-nu-latn', {
    timeZone: 'Asia/Tehran',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(epochMs)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '?'
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`
}

/** Every second between two moments, as answers show it. */
export function jalaliBetween(fromMs: number, toMs: number): string[] {
  const seconds: string[] = []
  for (let ms = Math.floor(fromMs / 1000) * 1000; ms <= toMs; ms += 1000) seconds.push(jalali(ms))
  return seconds
}
