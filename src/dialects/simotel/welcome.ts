import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { createExtension } from '../../core/extension/create-extension.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { entryListOfPhones } from '../../core/list/entry-list-builder.ts'
import type { Sample } from '../dialect.ts'
import type { IssuedKey } from '../key-form.ts'
import { numbersRule } from './values.ts'

/** Makes two groups and an extension, and returns `groups/update`, `groups/remove` and `users/update` for them. */
export async function welcome(core: Core, caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]> {
  const entries = entryListOfPhones(['1111', '2222', '3333'], numbersRule('numbers'))
  const group = await createGroup(core, caller, { name: 'test_group', entries })
  const spare = await createGroup(core, caller, { name: 'group_to_remove', entries })
  const number = '530'
  const extension = await createExtension(core, caller, { name: 'Test User', number, secret: core.ids.secret(16) })
  const call = (title: string, path: string, body: object): Sample => ({
    title,
    command: curl(`${url}/api/v4/${path}`, key, body),
  })
  return [
    call('update a group', 'autodialer/groups/update', {
      _id: group.hexId,
      name: 'test_group_new',
      numbers: ['1111', '2222', '3333', '4444'],
      description: 'just for test',
    }),
    call('remove a group', 'autodialer/groups/remove', { _id: spare.hexId }),
    call('update a PBX user', 'pbx/users/update', {
      _id: extension.hexId,
      name: 'Test User2',
      forward_policy: { Busy: '571', 'No Answer': '09158315762', UnAvailable: '570', All: '2121' },
    }),
  ]
}

function curl(url: string, key: IssuedKey, body: object): string {
  const { username, password, token } = key.show
  const headers = [
    ...(token ? [`X-APIKEY: ${token}`] : []),
    ...(username ? [`Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`] : []),
    'Content-Type: application/json',
  ]
  const lines = [
    `curl --location --request POST '${url}'`,
    ...headers.map((header) => `  --header '${header}'`),
    `  --data-raw '${JSON.stringify(body)}'`,
  ]
  return lines.join(' \\\n')
}
