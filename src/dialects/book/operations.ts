import { groupsList } from './groups/list.ts'
import { meGet } from './me/get.ts'
import type { BookOperation } from './operation.ts'

/** Every call of dialbook's own API. */
export const operations: readonly BookOperation[] = [meGet, groupsList]
