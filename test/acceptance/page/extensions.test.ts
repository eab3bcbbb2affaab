import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addPerson, type PageClient } from '../support/page.ts'
import { type Server, startServer } from '../support/server.ts'

describe('extensions on the page', () => {
  let server: Server
  let admin: PageClient
  before(async () => {
    server = await startServer({ prepare: [['account', 'add', 'default']] })
    admin = await addPerson(server, 'Sara', '--account', 'default')
  })
  after(() => server.stop())
  const send = async (path: string, fields: Record<string, string>) =>
    admin.post(path, { token: await admin.token(), ...fields })
  const range = (fields: Record<string, string>) =>
    send('/book/extensions/range', { form: 'range', name: 'Desk {number}', ...fields })
  const numbers = async () => {
    const listed = JSON.parse(await server.cli('extensions', 'list', '--account', 'default', '--json'))
    return listed.extensions.map(({ number }: { number: string }) => number) as string[]
  }
  const hide = (text: string, found: RegExp) => {
    const secrets = [...text.matchAll(found)].map(([, secret = '']) => secret)
    for (const each of secrets) server.audit.hide(each)
    return secrets
  }

  it('a range is made as one change, with secrets that are shown once, and undone at once', async () => {
    const { status, text } = await range({ first: '۳۰۰', last: '319' })
    assert.equal(status, 200, text)
    const secrets = hide(text, /<code dir="ltr">([^<]{12,})<\/code>/g)
    assert.deepEqual([new Set(secrets).size, (await numbers()).length], [20, 20])
    assert.match(await admin.page('/book/extensions?q=307'), /Desk 307/)
    const change = /name="number" value="(\d+)"/.exec(text)?.[1] ?? assert.fail('no undo')
    await admin.act('/book/history/undo', { number: change })
    assert.deepEqual(await numbers(), [])
  })

  it('its secrets are saved once as a file, and numbers that are taken refuse all or are left out', async () => {
    const { text, headers } = await range({ first: '0098', last: '0101', as: 'file' })
    assert.match(String(headers['content-disposition']), /attachment; filename\*=UTF-8''extensions-0098-0101\.csv/)
    assert.equal(hide(text, /^0\d{3},([A-Za-z0-9]{12,})\r?$/gm).length, 4)
    const refused = await range({ first: '0100', last: '0103' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /id="wrong-first">2 of the numbers are taken/)
    const rest = await range({ first: '0100', last: '0103', skipTaken: 'yes' })
    assert.equal(hide(rest.text, /<code dir="ltr">([^<]{12,})<\/code>/g).length, 2)
    assert.match(rest.text, /There already: 0100, 0101/)
    for (const [field, fields] of [
      ...[
        ['last', { first: '300', last: '1000' }],
        ['last', { first: '300', last: '299' }],
      ],
      ...[
        ['last', { first: '1000', last: '2000' }],
        ['last', { first: 'x', last: '2' }],
        ['first', { first: '', last: '3' }],
      ],
      ...[['name', { first: '700', last: '701', name: '' }]],
    ] as [string, Record<string, string>][]) {
      const answer = await range(fields)
      assert.equal(answer.status, 422)
      assert.ok(answer.text.includes(`id="wrong-${field}"`), answer.text)
    }
    assert.equal((await numbers()).length, 6)
    const reader = await addPerson(server, 'Reza', '--account', 'default', '--role', 'reader')
    const form = { token: await reader.token(), first: '800', last: '801', name: 'x' }
    assert.equal((await reader.post('/book/extensions/range', form)).status, 403)
  })

  it('a secret is shown as a QR code on the page itself', async () => {
    const { text } = await send('/book/extensions', { whole: 'yes', number: '540', name: 'Desk', active: 'yes' })
    const [secret = ''] = hide(text, /<code dir="ltr">([^<]{12,})<\/code>/g)
    const dots = /<svg class="qr"[^>]* viewBox="0 0 (\d+) \1"[^>]*>.*<path d="([^"]+)"/s.exec(text)
    assert.ok(dots, text)
    assert.equal(readQr(Number(dots[1]), dots[2] ?? ''), `sip:540:${secret}@${server.host}`)
    assert.ok(!/(?:href|src|action)="[^"]*sip:/.test(text))
  })
})

/** Reads the text of a QR code of bytes, by the marks of its format alone (ISO/IEC 18004): no correction is needed. */
function readQr(size: number, path: string): string {
  const quiet = 4
  const side = size - 2 * quiet
  const dark = new Set(
    [...path.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => `${Number(x) - quiet},${Number(y) - quiet}`),
  )
  const isDark = (x: number, y: number) => dark.has(`${x},${y}`)
  const version = (side - 17) / 4
  const format = Array.from({ length: 5 }, (_, index) => (isDark(index, 8) ? 1 : 0))
  const mask = (((format[2] ?? 0) << 2) | ((format[3] ?? 0) << 1) | (format[4] ?? 0)) ^ 0b101
  const masks: ((x: number, y: number) => boolean)[] = [
    ...[(x: number, y: number) => (x + y) % 2 === 0, (_: number, y: number) => y % 2 === 0],
    ...[(x: number) => x % 3 === 0, (x: number, y: number) => (x + y) % 3 === 0],
    ...[(x: number, y: number) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0],
    ...[(x: number, y: number) => ((x * y) % 2) + ((x * y) % 3) === 0],
    ...[(x: number, y: number) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0],
    ...[(x: number, y: number) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0],
  ]
  const last = side - 7
  const isFixed = (x: number, y: number) =>
    x === 6 ||
    y === 6 ||
    (x < 9 && y < 9) ||
    (x >= side - 8 && y < 9) ||
    (x < 9 && y >= side - 8) ||
    (version > 1 && x >= last - 2 && x <= last + 2 && y >= last - 2 && y <= last + 2)
  const read: number[] = []
  for (let right = side - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right--
    for (let step = 0; step < side; step++) {
      const y = up ? side - 1 - step : step
      for (const x of [right, right - 1]) if (!isFixed(x, y)) read.push(isDark(x, y) !== masks[mask]?.(x, y) ? 1 : 0)
    }
  }
  const number = (from: number, count: number) => Number.parseInt(read.slice(from, from + count).join(''), 2)
  assert.equal(number(0, 4), 4, 'it has no bytes')
  const bytes = Array.from({ length: number(4, 8) }, (_, index) => number(12 + index * 8, 8))
  return Buffer.from(bytes).toString()
}
