import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startFilled } from '../support/filled-page.ts'
import { addPerson } from '../support/page.ts'

const { server, line } = await startFilled('Customers')
after(async () => {
  await line.remove()
  await server.stop()
})
const admin = await addPerson(server, 'Sara', '--account', 'default')
const hour = 3_600_000

/** A moment by the clocks of the account, which is in Iran, as people enter it in either calendar. */
const entered = (at: number, locale: 'fa-IR-u-ca-persian-nu-arabext' | 'sv-SE'): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    timeZone: 'Asia/Tehran',
  }).format(at)
const persian = (at: number) => entered(at, 'fa-IR-u-ca-persian-nu-arabext').replace(/[,،]/g, '')
const gregorian = (at: number) => entered(at, 'sv-SE')
const search = (path: string, query: Readonly<Record<string, string>>) =>
  admin.page(`${path}?${new URLSearchParams(query)}`)
const rowsIn = (page: string) => [...page.matchAll(/<tr(?: id="change-\d+")?><td class="when">/g)].length

for (const [path, empty] of [
  ['/book/history', /Nothing was changed in that time/],
  ['/book/messages', /There is no message/],
] as const) {
  test(`${path} is searched by times, in either calendar, by the clocks of the account`, async () => {
    let all = 0
    do all = rowsIn(await admin.page(path))
    while (all < 3)
    const now = Date.now()
    for (const write of [persian, gregorian]) {
      assert.equal(rowsIn(await search(path, { since: write(now - hour), until: write(now + hour) })), all)
      assert.match(await search(path, { since: write(now + hour) }), empty)
      assert.match(await search(path, { until: write(now - hour) }), empty)
    }
    const wrong = await search(path, { since: '1405/13/01', until: 'soon' })
    assert.match(wrong, /aria-describedby="wrong-since"[^>]*value="1405\/13\/01".*aria-describedby="wrong-until"/s)
    assert.equal(rowsIn(wrong), all)
  })
}

test('the times are kept over the pages of a list', async () => {
  const numbers = Array.from({ length: 120 }, (_, at) => `0935000${String(at).padStart(4, '0')}\n`)
  await line.write('many.csv', numbers.join(''))
  await line.ok('import', 'many.csv', '--group', 'Many', '--create', '--account', 'default')
  await line.ok('bulk', 'send', 'Many', '--sender', 'Test', '--group', 'Many', '--account', 'default')
  for (let at = 0; at < 110; at++) await admin.act('/book/groups/1', { name: 'Customers', description: String(at) })
  const [since, until] = [persian(Date.now() - hour), gregorian(Date.now() + hour)]
  for (const path of ['/book/history', '/book/messages']) {
    let page = ''
    do page = await search(path, { since, until })
    while (!page.includes('rel="next"'))
    const next = /href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const asked = new URL(next, server.origin).searchParams
    assert.deepEqual([asked.get('since'), asked.get('until')], [since, until])
    const first = new Set([...page.matchAll(/id="change-\d+"|href="\/book\/messages\/\d+"/g)].map(([id]) => id))
    const second = await admin.page(next)
    assert.ok(rowsIn(second) > 0)
    for (const [id] of second.matchAll(/id="change-\d+"|href="\/book\/messages\/\d+"/g)) assert.ok(!first.has(id), id)
    assert.match(second, /name="since"[^>]*value="1\D*4\D*0|name="since"[^>]*value="۱۴/)
  }
})
