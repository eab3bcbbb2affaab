import { changesList } from './changes/list.ts'
import { groupsList } from './groups/list.ts'
import { importsConfirm } from './imports/confirm.ts'
import { importsCreate } from './imports/create.ts'
import { importsGet } from './imports/get.ts'
import { importsRejects } from './imports/rejects.ts'
import { importsRemove } from './imports/remove.ts'
import { meGet } from './me/get.ts'
import type { BookOperation } from './operation.ts'

/** Every call of dialbook's own API. */
export const operations: readonly BookOperation[] = [
  meGet,
  groupsList,
  changesList,
  importsCreate,
  importsGet,
  importsRejects,
  importsConfirm,
  importsRemove,
]
