import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Lox24Client, sampleToken, startLox24 } from '../support/lox24.ts'
import { addPerson, type PageClient } from '../support/page.ts'

const server = await startLox24()
after(() => server.stop())
const lox24 = new Lox24Client(server)
const owner = await addPerson(server, 'Olga', '--role', 'owner')
const idIn = (page: string): string => /\/book\/requests\/([0-9a-f]{32})/.exec(page)?.[1] ?? assert.fail(page)
const plain = (page: string): string =>
  page
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')

describe('the page of requests', () => {
  test('has the first request of a program as soon as it is answered', async () => {
    assert.match(await owner.page('/book/requests'), /No request has come yet/)
    await lox24.ok(201, 'POST', '/groups', { name: 'first' })
    const list = await owner.page('/book/requests')
    assert.match(plain(list), /POST \/groups/)
    assert.match(list, /href="\/book\/history\?before=\d+#change-\d+"/)
    const one = await owner.page(`/book/requests/${idIn(list)}`)
    assert.match(plain(one), /curl -X POST 'http:\/\/[^']+\/groups' \\\n {2}-H 'X-LOX24-AUTH-TOKEN: 1234567:KEY' \\\n/)
    assert.match(plain(one), /'BODY'/)
    assert.doesNotMatch(one, new RegExp(sampleToken))
    assert.doesNotMatch(one, /\/replay/)
    const [link = '', change = ''] = /\/book\/history\?before=\d+#(change-\d+)/.exec(one) ?? []
    const history = await owner.page(link.replace(/#.*/, ''))
    assert.ok(history.includes(`<tr id="${change}">`))
    const back =
      /\/book\/requests\?key=\d+&(?:amp;)?until=\d+/.exec(history)?.[0].replace('&amp;', '&') ?? assert.fail(history)
    assert.match(plain(await owner.page(back)), /POST \/groups/)
    assert.match(await owner.page('/book/programs'), /href="\/book\/requests\?key=1"/)
  })

  test('finds by dialect, status and text', async () => {
    await lox24.call('GET', '/groups/4711')
    assert.match(plain(await owner.page('/book/requests?status=4')), /GET \/groups\/4711/)
    assert.doesNotMatch(plain(await owner.page('/book/requests?status=2')), /4711/)
    assert.match(plain(await owner.page('/book/requests?q=4711&dialect=lox24')), /GET \/groups\/4711/)
    assert.match(await owner.page('/book/requests?dialect=simotel'), /No request is like that/)
  })

  test('sends a request once more as its key, which can be undone', async () => {
    await owner.act('/book/requests/bodies', { state: 'on' })
    assert.match(await owner.page('/book/requests'), /Bodies are kept without their secrets until/)
    const { id: group } = await lox24.ok<{ id: number }>(201, 'POST', '/groups', { name: "it's gone" })
    const path = `/book/requests/${idIn(await owner.page('/book/requests'))}`
    assert.match(plain(await owner.page(path)), /--data-binary '\{"name":"it'\\''s gone"\}'/)
    await lox24.ok(204, 'DELETE', `/groups/${group}`)
    const to = await owner.act(`${path}/replay`)
    const made = await owner.page(to)
    assert.match(made, /answered with 201/)
    assert.match(plain(made), /Sent once more by Olga/)
    const [change] = JSON.parse(await server.cli('changes', 'list', '--json', '--limit', '1'))
    assert.deepEqual(
      [change.noun, change.verb, change.origin, change.name, change.credentialId],
      ['group', 'add', 'lox24', 'Olga', 1],
    )
    await owner.act('/book/history/undo', { number: String(change.number) })
    assert.equal((await lox24.call('GET', `/groups/${change.after.id}`)).status, 404)
    // The command line does the same.
    const listed = JSON.parse(await server.cli('requests', 'list', '--json', '--path', path.slice(-32)))
    assert.match(await server.cli('requests', 'replay', listed.requests[0].id), /answered with 201/)
    const [again] = JSON.parse(await server.cli('requests', 'list', '--json', '--limit', '1')).requests
    assert.equal(again.replay.of, listed.requests[0].id)
    assert.equal(again.change.noun, 'group')
  })

  test('sends nothing once more that has masks, whose key is disabled, or for a reader', async () => {
    await lox24.call('POST', '/groups', { name: 'masked', description: 'password=hunter22' })
    const masked = `/book/requests/${idIn(await owner.page('/book/requests'))}`
    assert.doesNotMatch(await owner.page(masked), /hunter22/)
    const token = await owner.token()
    const post = async (client: PageClient, path: string) =>
      (await client.post(`${path}/replay`, { token: client === owner ? token : await client.token() })).status
    assert.equal(await post(owner, masked), 409)
    await lox24.ok(201, 'POST', '/groups', { name: 'whole' })
    const whole = `/book/requests/${idIn(await owner.page('/book/requests'))}`
    const reader = await addPerson(server, 'Rita', '--role', 'reader', '--account', 'acme')
    assert.doesNotMatch(await reader.page(whole), /\/replay"/)
    assert.equal(await post(reader, whole), 403)
    assert.equal((await reader.post('/book/requests/bodies', { token: await reader.token(), state: 'on' })).status, 403)
    await server.cli('account', 'add', 'other')
    const stranger = await addPerson(server, 'Sam', '--role', 'administrator', '--account', 'other')
    assert.equal(await post(stranger, whole), 404)
    await server.cli('key', 'disable', '1')
    assert.equal(await post(owner, whole), 409)
    // A ticket that somebody makes up lets nobody in.
    const forged = await lox24.call('GET', '/groups', undefined, { 'dialbook-replay': 'a'.repeat(32) })
    assert.equal(forged.status, 401)
    await owner.act('/book/requests/bodies', { state: 'off' })
    assert.match(await owner.page(whole), /only while its body is kept/)
  })

  test('has what nobody is known for only for owners', async () => {
    await lox24.call('GET', '/groups', undefined, { 'X-LOX24-AUTH-TOKEN': '1234567:nobodysKey99' })
    const page = await owner.page('/book/requests?of=unknown')
    assert.match(plain(page), /GET \/groups/)
    assert.doesNotMatch(page, /nobodysKey99/)
    const admin = await addPerson(server, 'Adam', '--role', 'administrator', '--account', 'acme')
    assert.doesNotMatch(await admin.page('/book/requests?of=unknown'), new RegExp(idIn(page)))
    assert.equal((await admin.get(`/book/requests/${idIn(page)}?of=unknown`)).status, 404)
  })
})
