import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'
import type { Sample } from '../dialect.ts'
import type { IssuedKey } from '../key-form.ts'

/** Makes a group, and returns the vendor's `PUT /groups/{id}` for it. */
export async function welcome(core: Core, caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]> {
  const entries = entryListOf([{ phone: '+4917663804817', details: { a: 'Mr.', b: 'Smith' } }])
  const group = await createGroup(core, caller, { name: 'New clients', entries })
  const body = {
    name: 'My Clients',
    description: 'Best clients',
    name_a: 'prefix',
    name_b: 'name',
    name_c: 'datetime',
    name_d: 'price',
    name_e: 'something_else',
  }
  const lines = [
    `curl -X PUT ${url}/groups/${group.id}`,
    "  -H 'Content-Type: application/json'",
    `  -H '${key.show.header}'`,
    `  -d '${JSON.stringify(body)}'`,
  ]
  return [{ title: 'edit a group', command: lines.join(' \\\n') }]
}
