/** The id of a call that dialbook begins, made of a microsecond of its own: `orig.call.1703145054.787335`. */
export function callIdOf(microseconds: number): string {
  const text = String(microseconds).padStart(7, '0')
  return `orig.call.${text.slice(0, -6)}.${text.slice(-6)}`
}

/** The microsecond of an id by {@link callIdOf}; undefined for any other text. */
export function microsecondsOf(callId: string): number | undefined {
  const [, seconds = '', micros = ''] = /^orig\.call\.(\d{1,10})\.(\d{6})$/.exec(callId) ?? []
  return seconds === '' ? undefined : Number(seconds + micros)
}
