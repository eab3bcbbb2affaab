import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { createFolder } from '../../core/folder/create-folder.ts'
import { createGroup } from '../../core/group/create-group.ts'
import type { Sample } from '../dialect.ts'
import type { IssuedKey } from '../key-form.ts'

/** Makes a folder and a group, and returns the vendor's call that renames the group and moves it into the folder. */
export async function welcome(core: Core, caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]> {
  const folder = await createFolder(core, caller, { name: 'test_folder' })
  const group = await createGroup(core, caller, { name: 'group_to_move' })
  const body = { Name: 'sample string 1', Description: 'sample string 2', GroupFolderId: folder.id }
  const lines = [
    `curl --location --request PUT '${url}/3/contactgroups/${group.id}'`,
    `  --header 'X-Master-Key: ${key.show.masterKey ?? 'THE MASTER KEY OF THE ACCOUNT'}'`,
    `  --header 'X-Key: ${key.show.key}'`,
    "  --header 'Content-Type: application/json'",
    `  --data-raw '${JSON.stringify(body)}'`,
  ]
  return [{ title: 'update a contact group', command: lines.join(' \\\n') }]
}
