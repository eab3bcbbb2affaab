import type { IssuedKey } from '../../app.ts'

/** The parts of a new key, a line each. Nobody can read the secrets among them again. */
export function keyLines({ show }: IssuedKey): string[] {
  const width = Math.max(...Object.keys(show).map((name) => name.length))
  return Object.entries(show).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
}
