/** A sum without its point, so that no fraction is lost: 12.5 is 12,500,000. Undefined for one that is none, or above a million. */
export function millionths(text: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text) ?? []
  const sum = whole === undefined ? undefined : Number(whole + decimals.padEnd(6, '0'))
  return sum !== undefined && sum <= 1_000_000_000_000 ? sum : undefined
}
