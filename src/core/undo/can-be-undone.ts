import type { Change } from '../change/change.ts'
import { batchShelves } from './batch-shelves.ts'
import { shelves } from './shelves.ts'

/** Whether changes of that noun can be undone at all. */
export function canBeUndone({ noun, accountId }: Pick<Change, 'noun' | 'accountId'>): boolean {
  if (accountId === null) return noun === 'account' || noun === 'sip-network'
  return batchShelves[noun] !== undefined || shelves[noun] !== undefined
}
