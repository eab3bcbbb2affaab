import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Client, startCheckMarket } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

interface Folder {
  readonly Id: number
  readonly FolderCount: number
  readonly GroupCount: number
  readonly ContactCount: number
  readonly ParentFolderId?: number
}

describe('contact folders', () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  const get = (id: number) => client.data<Folder>('GET', `contactfolders/${id}`)
  const counts = async (id: number) => {
    const { FolderCount, GroupCount, ContactCount } = await get(id)
    return [FolderCount, GroupCount, ContactCount]
  }
  const move = (id: number, parent: number) =>
    client.call('PUT', `contactfolders/${id}`, { Name: 'moved', ParentFolderId: parent })

  it('count what is right in them, whatever moves', async () => {
    const [one, other] = [await client.addFolder(), await client.addFolder()]
    const inner = await client.addFolder(one)
    const group = await client.addGroup({ GroupFolderId: one })
    const contact = await client.addContact(group)
    await client.addContact(group)
    assert.deepEqual(await counts(one), [1, 1, 2])
    await client.data('PUT', `contactgroups/${group}`, { Name: 'g', GroupFolderId: other })
    assert.deepEqual(
      [await counts(one), await counts(other)],
      [
        [1, 0, 0],
        [0, 1, 2],
      ],
    )
    await move(inner, other)
    await client.data('DELETE', `contacts/${contact}`)
    assert.deepEqual(
      [await counts(one), await counts(other)],
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    )
    const second = await client.addGroup({ GroupFolderId: other })
    const shared = await client.addContact(second)
    await client.data('PUT', `contactgroups/${group}/contacts/${shared}`)
    assert.deepEqual(await counts(other), [1, 2, 3])
    await client.data('DELETE', `contactgroups/${group}`)
    assert.deepEqual(await counts(other), [1, 1, 1])
    await client.data('DELETE', `contactgroups/${second}/contacts/${shared}`)
    assert.deepEqual(await counts(other), [1, 1, 0])
  })

  it('cannot lie in themselves', async () => {
    const top = await client.addFolder()
    const middle = await client.addFolder(top)
    const bottom = await client.addFolder(middle)
    for (const parent of [top, middle, bottom]) {
      const text = 'The field ParentFolderId is invalid: a folder cannot lie in itself.'
      await client.refused('PUT', `contactfolders/${top}`, { Name: 'n', ParentFolderId: parent }, 400, text)
    }
    assert.deepEqual(await counts(top), [1, 0, 0])
    assert.equal((await move(bottom, top)).status, 200)
    assert.equal((await get(bottom)).ParentFolderId, top)
  })

  it('never close a circle, whoever moves them at once', async () => {
    for (let round = 0; round < 10; round++) {
      const ids = await Promise.all(Array.from({ length: 6 }, () => client.addFolder()))
      const pairs = ids.flatMap((id) => ids.filter((parent) => parent !== id).map((parent) => [id, parent] as const))
      const answers = await Promise.all(pairs.map(([id, parent]) => move(id, parent)))
      assert.ok(answers.every(({ status }) => status === 200 || status === 400))
      const parents = new Map<number, number | undefined>()
      for (const id of ids) parents.set(id, (await get(id)).ParentFolderId)
      for (const id of ids) {
        const seen = new Set<number>()
        for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
          assert.ok(!seen.has(at), `folder ${id} lies in itself: ${JSON.stringify([...parents])}`)
          seen.add(at)
        }
      }
      for (const id of ids) {
        const inside = [...parents.values()].filter((parent) => parent === id).length
        assert.equal((await get(id)).FolderCount, inside)
      }
    }
  })

  it('go only when they are empty', async () => {
    const folder = await client.addFolder()
    const inner = await client.addFolder(folder)
    const group = await client.addGroup({ GroupFolderId: inner })
    const full = /^The contact folder is not empty/
    await client.refused('DELETE', `contactfolders/${folder}`, undefined, 400, full)
    await client.refused('DELETE', `contactfolders/${inner}`, undefined, 400, full)
    await client.data('DELETE', `contactgroups/${group}`)
    assert.equal(await client.data('DELETE', `contactfolders/${inner}`), true)
    assert.equal(await client.data('DELETE', `contactfolders/${folder}`), true)
    await client.refused('GET', `contactfolders/${folder}`, undefined, 404, 'There is no such folder.')
    await client.refused('DELETE', `contactfolders/${folder}`, undefined, 404)
  })

  it('are not there for a group, once they are gone, whoever is faster', async () => {
    for (let round = 0; round < 10; round++) {
      const folder = await client.addFolder()
      const [made, gone] = await Promise.all([
        client.call('POST', 'contactgroups', { Name: 'g', GroupFolderId: folder }),
        client.call('DELETE', `contactfolders/${folder}`),
      ])
      assert.deepEqual([made.status, gone.status].sort(), [200, 400])
    }
  })
})
