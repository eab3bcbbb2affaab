import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Client, startCheckMarket } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

describe('texts in filters', () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  const names = async (filter: string): Promise<string[]> => {
    const rows = await client.data<{ Name: string }[]>(
      'GET',
      `contactgroups?top=1000&filter=${encodeURIComponent(filter)}`,
    )
    return rows.map(({ Name }) => Name).sort()
  }

  it('are found in every spelling by functions, and exactly by eq', async () => {
    const all = ['علي ۱۲', 'Group 12', 'E\u0301cole', "it's 50%"]
    for (const Name of all) await client.addGroup({ Name })
    assert.deepEqual(await names("substringof('علی',Name)"), ['علي ۱۲'])
    assert.deepEqual(await names("substringof('12',Name)"), ['Group 12', 'علي ۱۲'])
    assert.deepEqual(await names("startswith(Name,'GROUP')"), ['Group 12'])
    assert.deepEqual(await names("startswith(Name,'roup')"), [])
    assert.deepEqual(await names("endswith(Name,' 12')"), ['Group 12', 'علي ۱۲'])
    assert.deepEqual(await names("endswith(Name,'école')"), ['E\u0301cole'])
    assert.deepEqual(await names("substringof('''S 50%',Name)"), ["it's 50%"])
    assert.deepEqual(await names("not substringof('12',Name) and not substringof('école',Name)"), ["it's 50%"])
    const sorted = [...all].sort()
    assert.deepEqual(await names("substringof('',Name)"), sorted)
    for (const test of ["substringof('\u200b',Name)", "startswith(Name,'\u200e')", "endswith(Name,'\u0640')"]) {
      assert.deepEqual(await names(test), [], test)
      assert.deepEqual(await names(`not ${test}`), sorted, test)
    }
    assert.deepEqual(await names("Name eq 'group 12'"), [])
    assert.deepEqual(await names("Name eq 'علی ۱۲'"), [])
  })
})
