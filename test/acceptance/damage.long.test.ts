// Long: a server is started on a dozen copies of a book, each with another bit flipped, and each is verified.
import assert from 'node:assert/strict'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { makeFolder, run, serve } from './support/command.ts'

const token = 'a-token-of-the-damage-test-0123456789'
const headers = { 'X-LOX24-AUTH-TOKEN': `77:${token}`, Accept: 'application/json', 'Content-Type': 'application/json' }
const copies = 12

it('a server on a book with a flipped bit shows what was written, or refuses, and verify finds it', async (t) => {
  const folder = await makeFolder(t)
  const made = await run(folder, ['account', 'add', 'acme'])
  assert.equal(made.code, 0, made.stderr)
  assert.equal((await run(folder, ['key', 'add', 'lox24', '--client-id', '77', '--token', token])).code, 0)
  const first = await serve(t, folder)
  const ids: number[] = []
  for (let group = 1; group <= 30; group++) {
    const phones = Array.from({ length: 30 }, (_, at) => ({ phone: String(491510000000 + group * 1000 + at) }))
    const answer = await fetch(`${first.url}/groups`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: `group ${group}`, phones }),
    })
    assert.equal(answer.status, 201)
    ids.push(((await answer.json()) as { id: number }).id)
  }
  const read = async (url: string, id: number) => {
    const answer = await fetch(`${url}/groups/${id}/phones`, { headers })
    return { status: answer.status, text: await answer.text() }
  }
  const expected = new Map<number, string>()
  for (const id of ids) expected.set(id, (await read(first.url, id)).text)
  assert.equal((await first.stop()).code, 0)
  const book = new DatabaseSync(join(folder, 'data/book.db'))
  book.exec('pragma wal_checkpoint(truncate)')
  book.close()
  const bytes = await readFile(join(folder, 'data/book.db'))

  let refused = 0
  for (let copy = 0; copy < copies; copy++) {
    const place = await makeFolder(t)
    await cp(join(folder, 'data'), join(place, 'data'), { recursive: true })
    const altered = Buffer.from(bytes)
    // Spread over the file, behind the pages of the schema.
    let at = Math.floor(bytes.length * (0.2 + (0.8 * (copy + 0.37)) / copies))
    // Where zeros stand nothing is used, mostly.
    while (altered[at] === 0) at++
    altered[at] = (altered[at] as number) ^ (1 << (copy % 8))
    await writeFile(join(place, 'data/book.db'), altered)
    const server = await serve(t, place).catch(() => undefined)
    let differs = !server
    for (const id of server ? ids : []) {
      const { status, text } = await read(server?.url ?? '', id)
      if (status === 200) assert.equal(text, expected.get(id), `copy ${copy}`)
      else {
        assert.ok(status === 500 || status === 404 || status === 401, `copy ${copy}: ${status}`)
        differs = true
      }
    }
    const { code, stdout } = await run(place, ['verify'])
    if (differs) {
      refused++
      assert.equal(code, 1, `copy ${copy}: ${stdout}`)
    }
    await server?.stop()
  }
  t.diagnostic(`${refused} of ${copies} copies refused something`)
})
