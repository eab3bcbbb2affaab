const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The rule of a duration, for people. */
export const durationRule = 'a duration such as 500ms, 90s, 10m, 24h or 7d'

/** The milliseconds of a duration: `10m` → 600000. Undefined for a text that is none. */
export function readDuration(given: unknown): number | undefined {
  if (typeof given === 'number') return Number.isSafeInteger(given) && given >= 0 ? given : undefined
  const [, count, unit = ''] = typeof given === 'string' ? (/^(\d{1,9})(ms|[smhd])$/.exec(given.trim()) ?? []) : []
  return count === undefined ? undefined : Number(count) * (units[unit] ?? 1)
}
