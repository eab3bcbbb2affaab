import { harmless } from '../table.ts'

/** Fields and their values in lines, without those that are empty. */
export function fieldLines(fields: readonly (readonly [field: string, value: string])[]): string {
  const filled = fields.filter(([, value]) => value !== '')
  const width = Math.max(...filled.map(([field]) => field.length)) + 2
  return filled.map(([field, value]) => field.padEnd(width) + harmless(value)).join('\n')
}
