import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addPerson } from '../acceptance/support/page.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'

describe('the page beside a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startConnected()
  })
  after(() => link.stop())

  test('a phone is shown as not registered until it registers, and the server tells of its PBX', async () => {
    const { server } = link.client
    const admin = await addPerson(server, 'Sara', '--account', 'acme')
    const owner = await addPerson(server, 'Olga', '--role', 'owner')
    const extension = await link.add()
    const list = () => admin.page(`/book/extensions?q=${extension.number}`)
    await eventually('the PBX is asked', async () => (await list()).includes('>not registered</span>'))
    const phone = await link.phone(extension)
    assert.equal(await phone.register(), 200)
    await eventually('it is registered', async () => (await list()).includes('>registered</span>'))
    assert.match(await owner.page('/book/server'), /connected<\/span> <bdi dir="ltr">Asterisk \d/)
  })
})
