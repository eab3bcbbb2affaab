/** Whole seconds as `00:00:54`. */
export function clockTime(total: number): string {
  const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
