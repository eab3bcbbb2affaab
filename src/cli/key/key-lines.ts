import type { IssuedKey } from '../../app.ts'

/** What a new key is, a line each. Nobody can read it again. */
export function keyLines({ show }: IssuedKey): string[] {
  const width = Math.max(...Object.keys(show).map((name) => name.length))
  return Object.entries(show).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
}
