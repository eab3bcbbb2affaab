import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { assertProblem, type Fields, type Group, Lox24Client, type Phone, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)

interface Collection extends Fields {
  readonly 'hydra:member': readonly Fields[]
  readonly 'hydra:totalItems': number
  readonly 'hydra:view': Fields
}
const collection = async (path: string): Promise<Collection> =>
  (await client.call<Collection>('GET', path, undefined, { Accept: 'application/ld+json' })).body

test('an empty book has one empty page', async () => {
  assert.deepEqual(await client.ok(200, 'GET', '/groups'), [])
  assert.deepEqual(await collection('/groups'), {
    '@context': '/contexts/groups',
    '@id': '/groups',
    '@type': 'hydra:Collection',
    'hydra:member': [],
    'hydra:totalItems': 0,
    'hydra:view': {
      '@id': '/groups?page=1',
      '@type': 'hydra:PartialCollectionView',
      'hydra:first': '/groups?page=1',
      'hydra:last': '/groups?page=1',
    },
  })
})

describe('groups', () => {
  test('come 30 a page, by id', async () => {
    const made: Group[] = []
    for (let index = 0; index < 61; index++) made.push(await client.addGroup({ name: `g${(index * 37) % 61}` }))
    const pages = await Promise.all([1, 2, 3, 4].map((page) => client.ok<Group[]>(200, 'GET', `/groups?page=${page}`)))
    assert.deepEqual(
      pages.map(({ length }) => length),
      [30, 30, 1, 0],
    )
    assert.deepEqual(pages.flat(), made)
    assert.deepEqual(await client.ok(200, 'GET', '/groups'), pages[0])

    const second = await collection('/groups?page=2')
    assert.deepEqual(second['hydra:view'], {
      '@id': '/groups?page=2',
      '@type': 'hydra:PartialCollectionView',
      'hydra:first': '/groups?page=1',
      'hydra:last': '/groups?page=3',
      'hydra:previous': '/groups?page=1',
      'hydra:next': '/groups?page=3',
    })
    assert.deepEqual([second['hydra:totalItems'], second['hydra:member'].length], [61, 30])
    assert.deepEqual(second['hydra:member'][0], { '@id': `/groups/${made[30]?.id}`, '@type': 'groups', ...made[30] })
    const beyond = await collection('/groups?page=99')
    assert.deepEqual([beyond['hydra:totalItems'], beyond['hydra:member']], [61, []])
  })

  test('are led through by the links, whatever else is asked', async () => {
    const seen: unknown[] = []
    let next: unknown = '/groups?foo=b%20r'
    while (typeof next === 'string') {
      const page = await collection(next)
      seen.push(...page['hydra:member'].map((member) => member.id))
      next = page['hydra:view']['hydra:next']
      if (next) assert.match(String(next), /^\/groups\?foo=b%20r&page=\d$/)
    }
    assert.equal(new Set(seen).size, 61)
  })
})

describe('phones', () => {
  test('come 30 a page, in the order of the group', async () => {
    const phones = Array.from({ length: 65 }, (_, index) => ({ phone: `+49${1000 - index}` }))
    const { id } = await client.addGroup({ phones })
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => client.ok<Phone[]>(200, 'GET', `/groups/${id}/phones?page=${page}`)),
    )
    assert.deepEqual(
      pages.map(({ length }) => length),
      [30, 30, 5, 0],
    )
    assert.deepEqual(
      pages.flat().map(({ phone }) => phone),
      phones.map(({ phone }) => phone),
    )
    const last = await collection(`/groups/${id}/phones?page=3`)
    assert.equal(last['@id'], `/groups/${id}/phones`)
    assert.equal(last['hydra:totalItems'], 65)
    assert.deepEqual(last['hydra:view'], {
      '@id': `/groups/${id}/phones?page=3`,
      '@type': 'hydra:PartialCollectionView',
      'hydra:first': `/groups/${id}/phones?page=1`,
      'hydra:last': `/groups/${id}/phones?page=3`,
      'hydra:previous': `/groups/${id}/phones?page=2`,
    })
  })
})

test('a page below 1, or none, is refused', async () => {
  const { id } = await client.addGroup()
  for (const path of ['/groups', `/groups/${id}/phones`]) {
    for (const page of ['0', '-1', 'x', '', '1.5', '0x1', '%20']) {
      assertProblem(await client.call('GET', `${path}?page=${page}`), 400, 'Page should not be less than 1')
    }
  }
})

describe('the file of a group', () => {
  test('has all that its entries carry, under the titles of the columns', async () => {
    const { id } = await client.addGroup({
      ...{ name_a: 'First "name"', name_c: 'City, Country' },
      phones: [
        { phone: '+491', a: 'Ann', b: 'x,y', c: 'say "hi"', d: 'two\nlines', e: 'é😀', callback_data: 'cb-1' },
        { phone: '2' },
      ],
    })
    const [one, two] = await client.phones(id)
    const answer = await client.call('GET', `/groups/${id}/file/csv`)
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
    assert.equal(
      answer.text,
      'id,phone,"First ""name""",col_B,"City, Country",col_D,col_E,callback_data\n' +
        `${one?.id},+491,Ann,"x,y","say ""hi""","two\nlines",é😀,cb-1\n${two?.id},2,,,,,,\n`,
    )
  })

  test('has no cell that a spreadsheet runs, and its numbers as they are', async () => {
    const formulas = ['=1+2', '+SUM(1)', '-cmd|x', '@SUM', "'=1", '+1+2', '=HYPERLINK("x")', '＝1', '-', '+']
    const plain = [
      '+49301234',
      '-5',
      '+49 (30) 12-34',
      '-1,234.50',
      '+1.5',
      "'+49",
      "it's",
      'a=b',
      "'",
      '0049',
      'x@y.z',
    ]
    const cells = [...formulas, ...plain]
    const phones = cells.map((a, index) => ({ phone: String(1000 + index), a, e: a }))
    const { id } = await client.addGroup({ name_b: '=title', name_c: '+49', phones: [...phones, { phone: '=9' }] })
    const text = (await client.call<string>('GET', `/groups/${id}/file/csv`)).text
    const [titles = [], ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) =>
        [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, bare]) =>
          quoted === undefined ? bare : quoted.replaceAll('""', '"'),
        ),
      )
    assert.deepEqual(titles.slice(3, 5), ["'=title", '+49'])
    assert.deepEqual(
      rows.map((row) => row[2]),
      [...formulas.map((cell) => `'${cell}`), ...plain, ''],
    )
    assert.deepEqual(
      rows.map((row) => row[6]),
      rows.map((row) => row[2]),
    )
    assert.equal(rows.at(-1)?.[1], "'=9")
    const read = await client.phones(id)
    assert.deepEqual(
      read.slice(0, cells.length).map((phone) => phone.a),
      cells,
      'only the file has them',
    )
  })

  test('is as long as the group', async () => {
    const phones = Array.from({ length: 12_345 }, (_, index) => ({ phone: String(100_000 + index) }))
    const { id } = await client.addGroup({ phones })
    const lines = (await client.call('GET', `/groups/${id}/file/csv`)).text.trimEnd().split('\n')
    assert.equal(lines.length, 12_346)
    assert.ok(lines.every((line, index) => index === 0 || line.split(',')[1] === String(99_999 + index)))
    const empty = await client.addGroup()
    const text = (await client.call('GET', `/groups/${empty.id}/file/csv`)).text
    assert.equal(text, 'id,phone,col_A,col_B,col_C,col_D,col_E,callback_data\n')
  })
})
