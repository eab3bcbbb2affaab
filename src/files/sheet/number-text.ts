/**
 * The digits of a number, as a sheet shows it: `9120000001` for 9120000001 and for 9.120000001E9. Sheets know 15 digits of a number;
 * more are lost already, so that a longer one stays as the file has it: `9.12E+20`.
 */
export function numberText(value: string): string {
  const number = Number(Number(value).toPrecision(15))
  if (!Number.isFinite(number) || Math.abs(number) >= 1e15) return value
  return Number.isInteger(number) ? number.toFixed(0) : String(number)
}
