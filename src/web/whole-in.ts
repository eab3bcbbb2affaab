/** A whole number in an address, a form or a cookie, as an id; 0, which no thing has, for anything else. */
export function wholeIn(text: string | null | undefined): number {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0
}
