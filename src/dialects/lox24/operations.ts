import { blockedNumbersDeleteItem } from './blocked-numbers/delete-item.ts'
import { blockedNumbersGetCollection } from './blocked-numbers/get-collection.ts'
import { blockedNumbersPost } from './blocked-numbers/post-collection.ts'
import { bulksCancel, bulksGetCollection, bulksGetItem } from './bulks/item-operations.ts'
import { bulksPostCollection, bulksPostDryrun } from './bulks/post-operations.ts'
import { groupsDeleteItem } from './groups/delete-item.ts'
import { groupsGetCollection } from './groups/get-collection.ts'
import { groupsGetCsv } from './groups/get-csv.ts'
import { groupsGetItem } from './groups/get-item.ts'
import { groupsPostCollection } from './groups/post-collection.ts'
import { groupsPutItem } from './groups/put-item.ts'
import { contextsGet } from './hydra/contexts.ts'
import { docsGet } from './hydra/docs.ts'
import { entrypointGet } from './hydra/entrypoint.ts'
import { incomingsGetCollection } from './incomings/get-collection.ts'
import { incomingsDeleteItem, incomingsGetItem } from './incomings/item-operations.ts'
import { meGet } from './me/get.ts'
import type { Lox24Operation } from './operation.ts'
import { phonesDeleteBatch } from './phones/delete-batch.ts'
import { phonesDeleteItem } from './phones/delete-item.ts'
import { phonesGetCollection } from './phones/get-collection.ts'
import { phonesGetItem } from './phones/get-item.ts'
import { phonesPostBatch } from './phones/post-batch.ts'
import { phonesPostCollection } from './phones/post-collection.ts'
import { phonesPutItem } from './phones/put-item.ts'
import { smsBatchCancel, smsBatchDelete } from './sms/batch-operations.ts'
import { smsDeleteItem } from './sms/delete-item.ts'
import { smsGetCollection } from './sms/get-collection.ts'
import { smsGetItem } from './sms/get-item.ts'
import { smsPostCollection } from './sms/post-collection.ts'
import { smsPostDryrun } from './sms/post-dryrun.ts'

/** Every call of the vendor's API that is answered. */
export const operations: readonly Lox24Operation[] = [
  groupsGetCollection,
  groupsPostCollection,
  groupsGetItem,
  groupsPutItem,
  groupsDeleteItem,
  groupsGetCsv,
  phonesGetCollection,
  phonesPostCollection,
  phonesPostBatch,
  phonesDeleteBatch,
  phonesGetItem,
  phonesPutItem,
  phonesDeleteItem,
  blockedNumbersGetCollection,
  blockedNumbersPost,
  blockedNumbersDeleteItem,
  smsGetCollection,
  smsPostCollection,
  smsPostDryrun,
  smsGetItem,
  smsDeleteItem,
  smsBatchCancel,
  smsBatchDelete,
  bulksGetCollection,
  bulksPostCollection,
  bulksPostDryrun,
  bulksGetItem,
  bulksCancel,
  incomingsGetCollection,
  incomingsGetItem,
  incomingsDeleteItem,
  meGet,
  entrypointGet,
  docsGet,
  contextsGet,
]
