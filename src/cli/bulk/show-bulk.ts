import type { Bulk } from '../../core/bulk/bulk.ts'
import { isoTime } from '../table.ts'

/** The argument that names a bulk. */
export const bulkArgument = ['<id>', 'the number of the bulk, as `bulk list` has it'] as const

/** A bulk as a program reads it. */
export function showBulk(bulk: Bulk): Readonly<Record<string, unknown>> {
  const { id, hexId, state, text, sender, route, groupIds, counts, callbackData, plannedAt, createdAt, endedAt } = bulk
  const time = (at: number | null) => (at === null ? null : isoTime(at))
  return {
    ...{ id, hexId, state, text, sender, route, groupIds, counts, callbackData },
    ...{ plannedAt: time(plannedAt), createdAt: time(createdAt), endedAt: time(endedAt) },
  }
}

/** The counts of a bulk that are not 0, for people. */
export function describeCounts({ counts: { size, ...counts } }: Bulk): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0)
  const numbers = `${size.toLocaleString('en')} ${size === 1 ? 'number' : 'numbers'}`
  return [numbers, ...parts.map(([name, count]) => `${count.toLocaleString('en')} ${name}`)].join(', ')
}
