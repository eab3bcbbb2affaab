import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, addBookKey, BookClient, type Fields, startBook, unique } from '../support/book.ts'
import { Lox24Client } from '../support/lox24.ts'
import { multipart, multipartType } from '../support/multipart.ts'

const lox24Token = 'e3f3a759b6677959b6ebfcxxxxxxxxxx'
const server = await startBook({
  prepare: [['key', 'add', 'lox24', '--account', 'acme', '--client-id', '1234567', '--token', lox24Token]],
})
after(() => server.stop())
const client = new BookClient(server)
const lox24 = new Lox24Client(server, `1234567:${lox24Token}`)

interface Counts {
  readonly lines: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly repeated: number
  readonly rejected: number
  readonly removed: number
}

interface Import extends Fields {
  readonly id: string
  readonly state: 'waiting' | 'confirmed'
  readonly group: { readonly id?: number; readonly name: string; readonly count?: number } | null
  readonly columns: readonly { letter: string; title: string | null; becomes: string | null; samples: string[] }[]
  readonly counts: Counts
  readonly rejects: readonly { line: number; column: string; value: string; reason: string }[]
}

const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString()

async function preview(
  file: string | Buffer,
  parameters: Readonly<Record<string, string>>,
  by = client,
): Promise<Import> {
  const made = await by.ok<Import>(201, 'POST', `/imports?${query(parameters)}`, file, { 'Content-Type': 'text/csv' })
  const { lines, added, updated, unchanged, repeated, rejected } = made.counts
  assert.equal(lines, added + updated + unchanged + repeated + rejected)
  assert.equal(made.state, 'waiting')
  return made
}

const confirm = (id: string, body?: object, by = client) => by.ok<Import>(200, 'POST', `/imports/${id}/confirm`, body)

const counts = (wanted: Partial<Counts>): Counts => ({
  ...{ lines: 0, added: 0, updated: 0, unchanged: 0, repeated: 0, rejected: 0, removed: 0 },
  ...wanted,
})

const entries = async (groupId: number) =>
  (await lox24.phones(groupId)).map(({ phone, a, b, callback_data }) => ({ phone, a, b, callback_data }))

describe('an import', () => {
  test('is previewed, changes nothing, and is done when it is confirmed', async () => {
    const name = unique('Customers')
    const file =
      'phone,name,city\n0912 111 2233,Ali,Tehran\nnobody,Bob,\n+49 (0) 30 1234,Ada,\n09121112233,Ali,Tehran\n\n'
    const made = await preview(file, { group: name, create: 'true', filename: 'people.csv' })
    assert.match(made.id, /^[0-9a-f]{24}$/)
    assert.deepEqual(made.group, { name })
    assert.deepEqual([made.filename, made.mode, made.confirmedAt], ['people.csv', 'add', null])
    assert.deepEqual(made.counts, counts({ lines: 4, added: 2, repeated: 1, rejected: 1 }))
    assert.deepEqual(made.columns, [
      {
        letter: 'A',
        title: 'phone',
        becomes: 'number',
        samples: ['0912 111 2233', 'nobody', '+49 (0) 30 1234', '09121112233'],
      },
      { letter: 'B', title: 'name', becomes: 'a', samples: ['Ali', 'Bob', 'Ada', 'Ali'] },
      { letter: 'C', title: 'city', becomes: 'b', samples: ['Tehran', '', '', 'Tehran'] },
    ])
    assert.deepEqual(made.rejects, [{ line: 3, column: 'phone', value: 'nobody', reason: 'has no digit' }])
    assert.equal(Date.parse(String(made.expiresAt)) - Date.parse(String(made.createdAt)), 24 * 60 * 60 * 1000)
    assert.deepEqual(await client.ok(200, 'GET', `/imports/${made.id}`), made)
    assert.deepEqual((await client.ok(200, 'GET', `/groups?${query({ q: name })}`)).groups, [])

    const problem = await client.refused(422, 'invalid-value', 'POST', `/imports/${made.id}/confirm`)
    assert.equal(problem.field, 'bad')
    assert.match(String(problem.detail), /^1 line was not taken/)
    const done = await confirm(made.id, { bad: 'skip' })
    assert.deepEqual([done.state, done.counts, done.group?.count], ['confirmed', made.counts, 2])
    assert.ok(Date.parse(String(done.confirmedAt)) > 0)
    const group = await lox24.group(done.group?.id ?? 0)
    assert.deepEqual([group.name, group.name_a, group.name_b, group.name_c], [name, 'name', 'city', null])
    assert.deepEqual(await entries(group.id), [
      { phone: '09121112233', a: 'Ali', b: 'Tehran', callback_data: null },
      { phone: '+49301234', a: 'Ada', b: null, callback_data: null },
    ])
  })

  test('is not confirmed with sync and a line that was not taken, also when told to skip it', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '0911' }, { phone: '0912' }] })
    const made = await preview('0911\nO912\n', { group: String(id), mode: 'sync' })
    assert.deepEqual(made.counts, counts({ lines: 2, unchanged: 1, rejected: 1, removed: 1 }))
    for (const body of [{}, { bad: 'refuse' }, { bad: 'skip' }]) {
      const problem = await client.refused(422, 'invalid-value', 'POST', `/imports/${made.id}/confirm`, body)
      assert.equal(problem.field, 'bad')
      assert.match(String(problem.detail), /^1 line was not taken, and sync would take out .*use the mode "add"$/)
    }
    assert.equal((await entries(id)).length, 2)
  })

  test('is one change, which can be undone', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const made = await preview('1\n2\n3\n', { group: String(id) })
    assert.deepEqual(made.counts, counts({ lines: 3, added: 2, unchanged: 1 }))
    await confirm(made.id)
    const [newest] = JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as {
      number: number
      noun: string
    }[]
    assert.equal(newest?.noun, 'group')
    await assert.rejects(server.cli('changes', 'undo', '##1'), /whole number/)
    await server.cli('changes', 'undo', `#${newest?.number}`)
    assert.deepEqual(
      (await entries(id)).map(({ phone }) => phone),
      ['1'],
    )
  })

  for (const [mode, wanted, after_] of [
    ['add', counts({ lines: 3, added: 1, updated: 1, unchanged: 1 }), ['1', '2', '3', '4']],
    ['sync', counts({ lines: 3, added: 1, updated: 1, unchanged: 1, removed: 1 }), ['2', '3', '4']],
    ['remove', counts({ lines: 3, updated: 2, unchanged: 1, removed: 2 }), ['1']],
  ] as const) {
    test(`in the mode ${mode} does what it says`, async () => {
      const { id } = await lox24.addGroup({
        name_a: 'name',
        phones: [{ phone: '1' }, { phone: '2', a: 'old' }, { phone: '3', a: 'same', callback_data: 'kept' }],
      })
      const made = await preview('number,name\n2,new\n3,same\n4,four\n', { group: String(id), mode })
      assert.deepEqual(made.counts, wanted)
      assert.deepEqual((await confirm(made.id)).counts, wanted)
      const now = await entries(id)
      assert.deepEqual(
        now.map(({ phone }) => phone),
        after_,
      )
      if (mode === 'add') assert.deepEqual(now[2], { phone: '3', a: 'same', b: null, callback_data: 'kept' })
      if (mode !== 'remove') assert.equal(now.find(({ phone }) => phone === '2')?.a, 'new')
    })
  }

  test('compares numbers by the country of the account', async () => {
    const { name, client: other } = await addBookAccount(server)
    await server.cli('account', 'set', name, '--country', 'IR')
    const first = await preview('09121112233\n', { group: 'g', create: 'true' }, other)
    await confirm(first.id, {}, other)
    const second = await preview('+989121112233\n00989121112233\n0912 111 22 34\n', { group: 'g' }, other)
    assert.deepEqual(second.counts, counts({ lines: 3, added: 1, unchanged: 1, repeated: 1 }))
    assert.deepEqual((await confirm(second.id, {}, other)).group?.count, 2)
  })

  test('takes the columns that are named', async () => {
    const name = unique('named')
    const file = 'a1;home;work;who\n1;111;0911;Ada\n2;222;0912;Bob\n'
    const problem = await client.refused(
      422,
      'invalid-value',
      'POST',
      `/imports?${query({ group: name, create: 'true' })}`,
      file,
    )
    assert.equal(problem.field, 'number')
    assert.match(String(problem.detail), /number=COLUMN/)
    const made = await preview(file, {
      group: name,
      create: 'true',
      number: 'work',
      'column.c': 'who',
      'column.a': '2',
    })
    assert.deepEqual(
      made.columns.map(({ becomes }) => becomes),
      [null, 'a', 'number', 'c'],
    )
    const { group } = await confirm(made.id)
    const phones = await lox24.phones(group?.id ?? 0)
    assert.deepEqual(
      phones.map(({ phone, a, b, c }) => [phone, a, b, c]),
      [
        ['0911', '111', null, 'Ada'],
        ['0912', '222', null, 'Bob'],
      ],
    )
    const made2 = await lox24.group(group?.id ?? 0)
    assert.deepEqual([made2.name_a, made2.name_b, made2.name_c], ['home', null, 'who'])
    for (const [parameter, field] of [
      ['number', 'number'],
      ['column.b', 'column'],
    ] as const) {
      const given = query({ group: name, number: 'work', [parameter]: 'nowhere' })
      const refusal = await client.refused(422, 'invalid-value', 'POST', `/imports?${given}`, file)
      assert.equal(refusal.field, field)
    }
  })

  test('takes columns whose titles look like positions, letters and other columns', async () => {
    const name = unique('titles')
    const made = await preview('phone,3,2,A,e\n0911,x,y,z,w\n', { group: name, create: 'true' })
    const shown = made.columns.map(({ title, becomes }) => [title, becomes])
    const { group, counts: done } = await confirm(made.id)
    assert.deepEqual(done, made.counts)
    const [phone] = await lox24.phones(group?.id ?? 0)
    for (const [index, [title, becomes]] of shown.entries()) {
      if (becomes === 'number') continue
      assert.equal(phone?.[String(becomes)], ['', 'x', 'y', 'z', 'w'][index], `${title} became ${becomes}`)
    }
  })

  test('knows an export of the group again: nothing changes, odd texts and callback data included', async () => {
    const { id } = await lox24.addGroup({
      name_b: 'city',
      phones: [{ phone: 'reception' }, { phone: '+491', b: ' spaced ', callback_data: 'x' }, { phone: '5' }],
    })
    const file = 'number,a,city,c,d,e,callback_data\nreception,,,,,,\n+491,, spaced ,,,,x\n5,,,,,,\n'
    for (const mode of ['add', 'sync']) {
      const made = await preview(file, { group: String(id), mode })
      assert.deepEqual(made.counts, counts({ lines: 3, unchanged: 3 }), mode)
      assert.deepEqual((await confirm(made.id)).counts, made.counts)
    }
    assert.equal((await entries(id))[1]?.b, ' spaced ')
  })

  test('comes as a multipart file too, with its own name', async () => {
    const name = unique('form')
    const body = multipart({ name: 'file', filename: 'my.csv', content: '1\n2\n' })
    const path = `/imports?${query({ group: name, create: 'true' })}`
    const made = await client.ok<Import>(201, 'POST', path, body, { 'Content-Type': multipartType })
    assert.deepEqual([made.filename, made.counts.added], ['my.csv', 2])
    await client.refused(422, 'missing-value', 'POST', path, multipart({ name: 'other', content: 'x' }), {
      'Content-Type': multipartType,
    })
    const two = multipart(
      { name: 'file', filename: 'a.csv', content: '1' },
      { name: 'file', filename: 'b.csv', content: '2' },
    )
    await client.refused(422, 'invalid-value', 'POST', path, two, { 'Content-Type': multipartType })
  })

  test('is found at the location of its preview', async () => {
    const answer = await client.call('POST', `/imports?${query({ group: unique('l'), create: 'true' })}`, '1\n')
    assert.equal(answer.status, 201, answer.text)
    assert.equal((await client.call('GET', String(answer.headers.location))).status, 200)
  })

  test('of a vCard and of plain lines is one like any other', async () => {
    const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nTEL;TYPE=CELL:+49 170 1\r\nTEL:+49 170 2\r\nEND:VCARD\r\n'
    const made = await preview(card, { group: unique('card'), create: 'true', filename: 'a.vcf' })
    assert.equal(made.counts.added, 2)
    assert.equal((await preview('1\r\n2\r\n', { group: unique('lines'), create: 'true' })).counts.added, 2)
  })
})

describe('the group of an import', () => {
  test('is named by its id, its id in hexadecimal, or its name', async () => {
    const { id, name } = await lox24.addGroup({ name: unique('g'), phones: [{ phone: '1' }] })
    const { groups } = await client.ok<{ groups: { hexId: string }[] }>(200, 'GET', `/groups?${query({ q: name })}`)
    for (const group of [String(id), groups[0]?.hexId ?? '', name]) {
      assert.equal((await preview('1\n', { group })).group?.id, id, group)
    }
  })

  test('is refused where it is unclear or not there', async () => {
    const name = unique('twice')
    const [one, two] = [await lox24.addGroup({ name }), await lox24.addGroup({ name })]
    const refused = async (parameters: Readonly<Record<string, string>>) =>
      client.refused(422, 'invalid-value', 'POST', `/imports?${query(parameters)}`, '1\n')
    const problem = await refused({ group: name, create: 'true' })
    assert.equal(problem.field, 'group')
    assert.match(String(problem.detail), new RegExp(`${one.id}, ${two.id}`))
    for (const group of ['nowhere', '999999', 'f'.repeat(24)]) assert.equal((await refused({ group })).field, 'group')
    for (const group of ['x'.repeat(256), 'a\u0000b', 'a\nb'])
      assert.equal((await refused({ group, create: 'true' })).field, 'group')
    await client.refused(422, 'missing-value', 'POST', '/imports', '1\n')
    await client.refused(422, 'missing-value', 'POST', '/imports?group=', '1\n')
  })

  test("of another account is as unknown as one that is nowhere, and so is another account's import", async () => {
    const { client: stranger } = await addBookAccount(server)
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    await stranger.refused(422, 'invalid-value', 'POST', `/imports?group=${id}`, '1\n')
    const made = await preview('x\n1\n', { group: String(id) })
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/rejects'],
      ['POST', '/confirm'],
      ['DELETE', ''],
    ] as const) {
      await stranger.refused(404, 'not-found', method, `/imports/${made.id}${path}`)
      await client.refused(404, 'not-found', method, `/imports/${'0'.repeat(24)}${path}`)
      await client.refused(404, 'not-found', method, `/imports/${encodeURIComponent("'; drop table previews")}${path}`)
    }
    await client.ok(200, 'GET', `/imports/${made.id}`)
  })
})

describe('a confirmation', () => {
  test('that comes twice does the import once, and answers the same', async () => {
    const name = unique('once')
    const made = await preview('1\n2\n', { group: name, create: 'true' })
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(made.id)))
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    const { groups } = await client.ok<{ groups: unknown[] }>(200, 'GET', `/groups?${query({ q: name })}`)
    assert.equal(groups.length, 1)
    assert.deepEqual(await client.ok(200, 'GET', `/imports/${made.id}`), answers[0])
  })

  test('is refused where the group has changed so that the counts are others, and holds for the new ones then', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const made = await preview('2\n3\n', { group: String(id), mode: 'sync' })
    assert.deepEqual(made.counts, counts({ lines: 2, added: 2, removed: 1 }))
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '2' })
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '4' })
    await client.refused(409, 'conflict', 'POST', `/imports/${made.id}/confirm`)
    assert.deepEqual(
      (await entries(id)).map(({ phone }) => phone),
      ['1', '2', '4'],
    )
    const anew = await client.ok<Import>(200, 'GET', `/imports/${made.id}`)
    assert.deepEqual([anew.state, anew.counts], ['waiting', counts({ lines: 2, added: 1, unchanged: 1, removed: 2 })])
    assert.deepEqual((await confirm(made.id)).counts, anew.counts)
    assert.deepEqual(
      (await entries(id)).map(({ phone }) => phone),
      ['2', '3'],
    )
  })

  test('goes on where the group has changed and the counts are the same', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const made = await preview('2\n', { group: String(id) })
    await lox24.ok(200, 'PUT', `/groups/${id}`, { name: unique('renamed') })
    await lox24.ok(201, 'POST', `/groups/${id}/phones`, { phone: '9' })
    await confirm(made.id)
    assert.deepEqual(
      (await entries(id)).map(({ phone }) => phone),
      ['1', '9', '2'],
    )
  })

  test('of an import that changes nothing is confirmed too', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const made = await preview('1\n', { group: String(id) })
    const done = await confirm(made.id)
    assert.deepEqual([done.state, done.counts], ['confirmed', counts({ lines: 1, unchanged: 1 })])
    assert.deepEqual(await confirm(made.id), done)
  })

  test('is 404 where the group is gone, and the import stays', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const made = await preview('2\n', { group: String(id) })
    await lox24.ok(204, 'DELETE', `/groups/${id}`)
    await client.refused(404, 'not-found', 'POST', `/imports/${made.id}/confirm`)
    const left = await client.ok<Import>(200, 'GET', `/imports/${made.id}`)
    assert.deepEqual([left.state, left.group], ['waiting', null])
  })

  for (const [body, status, code] of [
    ['{', 400, 'malformed-request'],
    ['[]', 400, 'malformed-request'],
    ['"skip"', 400, 'malformed-request'],
    ['null', 400, 'malformed-request'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 400, 'malformed-request'],
    ['{"bad":"maybe"}', 422, 'invalid-value'],
    ['{"bad":null}', 422, 'invalid-value'],
    ['{"bad":true}', 422, 'invalid-value'],
    ['{"bed":"skip"}', 422, 'invalid-value'],
    ['{"__proto__":1}', 422, 'invalid-value'],
    [`{"bad":"${'x'.repeat(1_100_000)}"}`, 413, 'too-large'],
  ] as const) {
    test(`with the body ${String(body).slice(0, 20)} is refused`, async () => {
      const made = await preview('1\n', { group: unique('b'), create: 'true' })
      const path = `/imports/${made.id}/confirm`
      await client.refused(status, code, 'POST', path, body, { 'Content-Type': 'application/json' })
      assert.equal((await client.ok<Import>(200, 'GET', `/imports/${made.id}`)).state, 'waiting')
    })
  }

  test('in another media type is refused', async () => {
    await client.refused(415, 'unsupported-media-type', 'POST', '/imports/x/confirm', 'bad=skip', {
      'Content-Type': 'application/x-www-form-urlencoded',
    })
  })
})

describe('the lines that are not taken', () => {
  test('can all be read, a page at a time', async () => {
    const good = Array.from({ length: 1300 }, (_, index) => String(9_000_000 + index))
    const lines = good.flatMap((number, index) => [number, `bad ${index}`])
    const made = await preview(`number\n${lines.join('\n')}\n`, { group: unique('r'), create: 'true' })
    assert.deepEqual([made.counts.rejected, made.rejects.length], [1300, 100])
    const all: Fields[] = []
    for (let after = 0; ; ) {
      const page = await client.ok<{ rejects: Fields[]; next: number | null }>(
        200,
        'GET',
        `/imports/${made.id}/rejects?limit=499&after=${after}`,
      )
      all.push(...page.rejects)
      if (page.next === null) break
      after = page.next
    }
    assert.deepEqual(
      all.map(({ line, value }) => [line, value]),
      good.map((_, index) => [2 * index + 3, `bad ${index}`]),
    )
    assert.deepEqual(all.slice(0, 100), made.rejects)
  })

  test('repeat long cells only in part', async () => {
    const made = await preview(`1\n${'x'.repeat(5000)}\n`, { group: unique('r'), create: 'true' })
    assert.ok(made.rejects[0] && made.rejects[0].value.length <= 201)
  })

  test('must not be too many: another column is meant then', async () => {
    const file = `1\n${'no\n'.repeat(100_001)}`
    const problem = await client.refused(422, 'invalid-value', 'POST', `/imports?group=x&create=true`, file)
    assert.deepEqual([problem.field, problem.line], ['file', 100_002])
  })
})

describe('a file that is refused', () => {
  const path = '/imports?group=refused&create=true'
  for (const [title, file, reason] of [
    ['without a number', 'one\ntwo\nthree\n', /no number found in 3 lines; line 1 has "one"/],
    ['of titles only', 'phone,name\n', /titles/],
    ['of HTML', '<!DOCTYPE html><html><body>no</body></html>', /HTML/i],
    ['of zeros', Buffer.alloc(100), /./],
  ] as const) {
    test(`is one ${title}`, async () => {
      const problem = await client.refused(422, 'invalid-value', 'POST', path, file)
      assert.equal(problem.field, 'file')
      assert.match(String(problem.detail), reason)
    })
  }

  test('is none at all', async () => {
    for (const body of [undefined, '']) {
      const problem = await client.refused(422, 'missing-value', 'POST', path, body)
      assert.equal(problem.field, 'file')
    }
  })

  for (const [title, parameters, field] of [
    ['an unknown mode', { mode: 'replace' }, 'mode'],
    ['create that is no truth', { create: 'yes' }, 'create'],
    ['a misspelt parameter', { 'colum.a': 'name' }, 'colum.a'],
    ['a column that no group has', { 'column.f': 'name' }, 'column.f'],
  ] as const) {
    test(`comes with ${title}`, async () => {
      const given = query({ group: 'x', ...parameters } as Record<string, string>)
      assert.equal((await client.refused(422, 'invalid-value', 'POST', `/imports?${given}`, '1\n')).field, field)
    })
  }

  test('is encoded', async () => {
    await client.refused(415, 'unsupported-media-type', 'POST', path, '1\n', { 'Content-Encoding': 'gzip' })
  })

  test('makes no group and leaves no import', async () => {
    assert.deepEqual((await client.ok(200, 'GET', '/groups?q=refused')).groups, [])
  })
})

describe('an import that is forgotten', () => {
  test('is gone, and what it did stays', async () => {
    const made = await preview('1\nx\n', { group: unique('f'), create: 'true' })
    const done = await confirm(made.id, { bad: 'skip' })
    await client.ok(204, 'DELETE', `/imports/${made.id}`)
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/rejects'],
      ['POST', '/confirm'],
      ['DELETE', ''],
    ] as const) {
      await client.refused(404, 'not-found', method, `/imports/${made.id}${path}`)
    }
    assert.equal((await lox24.group(done.group?.id ?? 0)).count_items, 1)
  })
})

test('a key may preview what it may import, and no more', async () => {
  const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
  const adder = await addBookKey(
    server,
    'acme',
    ...['upload.add', 'group.find', 'entry.add', 'entry.update'].flatMap((word) => ['--allow', word]),
  )
  const made = await preview('2\n', { group: String(id) }, adder)
  for (const [parameters, lacking] of [
    [{ group: String(id), mode: 'sync' }, 'entry.remove'],
    [{ group: String(id), mode: 'remove' }, 'entry.remove'],
    [{ group: unique('new'), create: 'true' }, 'group.add'],
  ] as const) {
    const problem = await adder.refused(403, 'forbidden', 'POST', `/imports?${query(parameters)}`, '2\n')
    assert.match(String(problem.detail), new RegExp(lacking))
  }
  await confirm(made.id, {}, adder)
})
