import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertRefused, type Client, json, startCheckMarket, xml, xmlBody } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

type Members = Readonly<Record<string, unknown>>

/** One row: a given value of a member with the stored value, or with the text of the refusal. */
interface Row {
  readonly given: unknown
  readonly stored?: unknown
  readonly refused?: string | RegExp
  /** Whether the row is left out in XML, which has only text. */
  readonly onlyJson?: true
  readonly onlyXml?: true
}

interface Noun {
  readonly root: string
  readonly path: string
  readonly base: Members
  /** The order that XML must keep. */
  readonly order: readonly string[]
}

const group: Noun = {
  root: 'SimpleGroup',
  path: 'contactgroups',
  base: { Name: 'a name', Description: 'a description' },
  order: ['Description', 'GroupFolderId', 'Name'],
}
const folder: Noun = {
  root: 'SimpleContactFolder',
  path: 'contactfolders',
  base: { Name: 'a name' },
  order: ['Name', 'ParentFolderId'],
}
const tooLong = (name: string, max: number) =>
  `The field ${name} must be a string or array type with a maximum length of '${max}'.`
const isRequired = (name: string) => `The ${name} field is required.`

function textRows(name: string, max: number): Row[] {
  return [
    { given: 'x'.repeat(max), stored: 'x'.repeat(max) },
    { given: 'ä'.repeat(max), stored: 'ä'.repeat(max) },
    // An emoji counts as two characters, as in UTF-16.
    { given: '😀'.repeat(max / 2), stored: '😀'.repeat(max / 2) },
    { given: `${'😀'.repeat(max / 2 - 1)}xx`, stored: `${'😀'.repeat(max / 2 - 1)}xx` },
    { given: `${'😀'.repeat(max / 2)}x`, refused: tooLong(name, max) },
    { given: 'x'.repeat(max + 1), refused: tooLong(name, max) },
    { given: 'x'.repeat(100_000), refused: tooLong(name, max) },
    { given: '<b>&amp;</b> "q" \'s\'', stored: '<b>&amp;</b> "q" \'s\'' },
    { given: 5, stored: '5', onlyJson: true },
    { given: true, stored: 'True', onlyJson: true },
    { given: false, stored: 'False', onlyJson: true },
    { given: ['a'], refused: `The field ${name} must be a string.`, onlyJson: true },
    { given: { a: 1 }, refused: `The field ${name} must be a string.`, onlyJson: true },
    { given: 'a\u0000b', refused: new RegExp(`The field ${name} must not have control characters`), onlyJson: true },
  ]
}

function nameRows(max: number): Row[] {
  return [
    { given: undefined, refused: isRequired('Name') },
    { given: null, refused: isRequired('Name') },
    { given: '', refused: isRequired('Name') },
    { given: '   ', refused: isRequired('Name') },
    ...textRows('Name', max),
  ]
}

function parentRows(name: string, id: string): Row[] {
  const range = `The field ${name} must be between 0 and 32767.`
  const number = `The field ${name} must be a number.`
  const nothing = `The field ${name} is invalid: there is no such folder.`
  return [
    { given: id, stored: Number(id) },
    { given: Number(id), stored: Number(id), onlyJson: true },
    { given: null, stored: undefined },
    { given: 0, stored: undefined },
    { given: 32767, refused: nothing },
    { given: 32768, refused: range },
    { given: -1, refused: range },
    { given: '99999999999', refused: range },
    { given: '', refused: number, onlyXml: true },
    { given: '', stored: undefined, onlyJson: true },
    { given: ' ', refused: number },
    { given: 'x', refused: number },
    { given: 1.5, refused: number },
    { given: [1], refused: number, onlyJson: true },
    { given: true, refused: number, onlyJson: true },
  ]
}

describe('each field of groups and folders', () => {
  let server: Server
  let client: Client
  let parent: string
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    parent = String(await client.addFolder())
  })
  after(() => server.stop())

  async function make(noun: Noun, members: Members): Promise<number> {
    const data = await client.data<number | { ContactFolderId: number }>('POST', noun.path, members)
    return typeof data === 'number' ? data : data.ContactFolderId
  }

  function put(noun: Noun, id: number, members: Members, type: string) {
    if (type === json) return client.call('PUT', `${noun.path}/${id}`, members)
    const given = noun.order.filter((name) => members[name] !== undefined)
    const elements = Object.fromEntries(
      given.map((name) => [name, members[name] === null ? null : String(members[name])]),
    )
    const body = xmlBody(noun.root, elements)
    return client.call('PUT', `${noun.path}/${id}`, body, { 'Content-Type': type, Accept: json })
  }

  /** Changes a new thing by each row and looks at the stored thing. A refusal changes nothing. */
  function table(noun: Noun, field: string, rowsOf: () => readonly Row[]): void {
    for (const type of [json, xml]) {
      it(`${noun.path}: ${field} in ${type}`, async () => {
        for (const { given, stored, refused, onlyJson, onlyXml } of rowsOf()) {
          if (type === xml ? onlyJson : onlyXml) continue
          const id = await make(noun, noun.base)
          const was = await client.data<Members>('GET', `${noun.path}/${id}`)
          const answer = await put(noun, id, { ...noun.base, [field]: given }, type)
          const what = `${field} as ${JSON.stringify(given)?.slice(0, 60)}`
          if (refused !== undefined) assertRefused(answer, 400, refused)
          else assert.equal(answer.status, 200, `${what}: ${answer.text.slice(0, 300)}`)
          const is = await client.data<Members>('GET', `${noun.path}/${id}`)
          if (refused !== undefined) assert.deepEqual(is, was, what)
          else assert.deepEqual(is[field], stored, what)
        }
      })
    }
  }

  table(group, 'Name', () => nameRows(100))
  table(group, 'Description', () => [
    { given: undefined, stored: 'a description' },
    { given: null, stored: 'a description' },
    { given: '', stored: '' },
    ...textRows('Description', 130),
  ])
  table(group, 'GroupFolderId', () => parentRows('GroupFolderId', parent))
  table(folder, 'Name', () => nameRows(50))
  table(folder, 'ParentFolderId', () => parentRows('ParentFolderId', parent))

  for (const [noun, field] of [
    [group, 'GroupFolderId'],
    [folder, 'ParentFolderId'],
  ] as const) {
    it(`${noun.path}: a ${field} that is absent or null stays, and 0 is the root`, async () => {
      const id = await make(noun, { Name: 'n', [field]: Number(parent) })
      const stored = async () => (await client.data<Members>('GET', `${noun.path}/${id}`))[field]
      for (const type of [json, xml]) {
        for (const members of [{ Name: 'n' }, { Name: 'n', [field]: null }]) {
          assert.equal((await put(noun, id, members, type)).status, 200)
          assert.equal(await stored(), Number(parent), `${JSON.stringify(members)} in ${type}`)
        }
      }
      assert.equal((await put(noun, id, { Name: 'n', [field]: '' }, json)).status, 200)
      assert.equal(await stored(), Number(parent))
      assert.equal((await put(noun, id, { Name: 'n', [field]: 0 }, json)).status, 200)
      assert.equal(await stored(), undefined)
      const made = await make(noun, { Name: 'n', [field]: null })
      assert.equal((await client.data<Members>('GET', `${noun.path}/${made}`))[field], undefined)
    })
  }

  it('a group is made alike without a description and with a null one', async () => {
    for (const members of [{ Name: 'n' }, { Name: 'n', Description: null }]) {
      const id = await make(group, members)
      assert.equal((await client.data<Members>('GET', `contactgroups/${id}`)).Description, undefined)
    }
  })

  it('an id in the body is ignored: the path decides', async () => {
    const [one, other] = [await make(group, { Name: 'one' }), await make(group, { Name: 'other' })]
    await client.data('PUT', `contactgroups/${one}`, { GroupId: other, Name: 'changed' })
    assert.equal((await client.data<Members>('GET', `contactgroups/${other}`)).Name, 'other')
  })

  it('a new folder below one that is not there is said to have failed, with HTTP 200', async () => {
    assert.deepEqual(await client.data('POST', 'contactfolders', { Name: 'n', ParentFolderId: 32767 }), {
      Succeeded: false,
      FailureMessage: 'The contact folder with the given Id does not exist.',
    })
  })
})
