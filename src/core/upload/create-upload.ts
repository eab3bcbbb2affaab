import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { EntryList } from '../list/entry-list.ts'
import { countOf, type NewList } from '../list/staged-list.ts'
import { withStaged } from '../list/with-staged.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Upload } from './upload.ts'

/** The time for which an uploaded file may be used: 24 hours. */
const lifetime = 24 * 60 * 60 * 1000

/** The time for which an expired upload stays: a group may be in the making from it while it expires. */
const grace = 60 * 60 * 1000

/** Keeps the numbers of a file for {@link lifetime}, under a name that must be new, with the titles of its columns. */
export function createUpload(
  core: Core,
  caller: Caller,
  filename: string,
  list: EntryList,
  titles: Upload['titles'] = {},
): Promise<Upload> {
  mustBeAllowed(caller, 'upload.add')
  return withStaged(core, caller.accountId, list, (staged = list) =>
    writeUpload(core, caller, { filename, titles }, staged),
  )
}

function writeUpload(
  core: Core,
  caller: Caller,
  { filename, titles }: Pick<Upload, 'filename' | 'titles'>,
  list: NewList,
): Promise<Upload> {
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    await tx.uploads.removeExpired(accountId, now - grace)
    const upload: Upload = {
      accountId,
      filename,
      listId: await tx.lists.insert(accountId, list, 1),
      count: countOf(list),
      titles,
      createdAt: now,
      expiresAt: now + lifetime,
    }
    await tx.uploads.insert(upload)
    return {
      answer: upload,
      change: { noun: 'upload', verb: 'add', subject: filename, before: null, after: { ...upload } },
    }
  })
}
