import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { assertRefused, type Client, startCheckMarket } from '../support/checkmarket.ts'
import { days, matches, print, type Row, someDay, someText, someTree } from '../support/odata.ts'
import type { Server } from '../support/server.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31)
const list = (path: string, filter: string, more = '') => `${path}?top=1000&filter=${encodeURIComponent(filter)}${more}`

describe('filters', () => {
  let server: Server
  let client: Client
  let rows: Row[]
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    const some = fc.record({
      FirstName: fc.option(someText),
      City: fc.option(someText),
      Phone: fc.option(someText),
      DateOfBirth: fc.option(someDay),
    })
    // Somebody is born on each day, whatever chance draws.
    const born = days.map((DateOfBirth) => ({ FirstName: 'b', City: null, Phone: null, DateOfBirth }))
    const drafts = [...fc.sample(some, { numRuns: 60, seed }), ...born]
    rows = await Promise.all(
      drafts.map(async (draft) => ({
        ...draft,
        IsBounced: false,
        ContactId: await client.addContact(undefined, draft),
      })),
    )
  })
  after(() => server.stop())

  const ids = async (filter: string) => {
    const found = await client.data<Row[]>('GET', list('contacts', filter, '&select=ContactId'))
    return found.map(({ ContactId }) => ContactId)
  }

  it('find what a plain evaluator finds', async () => {
    await fc.assert(
      fc.asyncProperty(someTree, async (tree) => {
        const wanted = rows.filter((row) => matches(tree, row)).map(({ ContactId }) => ContactId)
        assert.deepEqual(
          await ids(print(tree)),
          wanted.sort((a, b) => a - b),
          print(tree),
        )
      }),
      { numRuns: 400, seed },
    )
  })

  const alike: readonly (readonly [string, string])[] = [
    ['ContactId eq 5', '5 eq ContactId'],
    ['ContactId gt 5', '5 lt ContactId'],
    ['ContactId gt 5', '(ContactId) gt (5)'],
    ['ContactId gt 5', 'contactid GT 5L'],
    ['ContactId gt 5', '=ContactId gt 5'],
    ['ContactId gt 5', '  ContactId   gt   5  '],
    ["substringof('a',FirstName)", "substringof(FirstName,'a')"],
    ["substringof('a',FirstName)", "SubstringOf('a', FirstName) eq true"],
    ["substringof('a',FirstName)", "true eq substringof('a',FirstName)"],
    ["not substringof('a',FirstName)", "substringof('a',FirstName) ne true"],
    ["DateOfBirth lt DateTime'1990-01-01'", "DateOfBirth lt datetime'1990-01-01T00:00:00'"],
    ["DateOfBirth lt DateTime'1990-01-01'", "DateOfBirth lt '1990-01-01'"],
    ["DateOfBirth le DateTime'1980-01-01T12:00:00Z'", "DateOfBirth le DateTime'1980-01-01'"],
    // A day is before any later moment of it: each of these differs once the time is dropped.
    ["DateOfBirth lt DateTime'1980-01-01T12:00:00Z'", "DateOfBirth le DateTime'1980-01-01'"],
    ["DateOfBirth ge DateTime'1980-01-01T00:00:00.001Z'", "DateOfBirth gt DateTime'1980-01-01'"],
    ["DateOfBirth lt DateTime'1980-01-01T23:59-00:01'", "DateOfBirth lt DateTime'1980-01-02'"],
    ["DateOfBirth ge DateTime'1980-01-02T01:00+02:00'", "DateOfBirth ge DateTime'1980-01-02'"],
    ["DateOfBirth eq DateTime'1980-01-01T12:00:00Z'", 'false'],
    ["DateOfBirth ne DateTime'1980-01-01T12:00:00Z'", 'true'],
    ['not IsBounced', 'true'],
    ['FirstName gt null', 'false'],
    ['FirstName ne null', 'not (FirstName eq null)'],
    ['ContactId gt 1 or ContactId lt 1 and false', 'ContactId ne 1'],
  ]
  for (const [one, other] of alike) {
    it(`${other} is ${one}`, async () => assert.deepEqual(await ids(other), await ids(one)))
  }

  const wrong: Readonly<Record<string, string>> = {
    'Nothing eq 1': "Could not find a property named 'Nothing' on type 'Contact' at position 0 in 'Nothing eq 1'.",
    'ContactId eq': "Syntax error at position 12 in 'ContactId eq'.",
    'ContactId eq 1 2': "Syntax error at position 15 in 'ContactId eq 1 2'.",
    '(ContactId eq 1': "Syntax error at position 15 in '(ContactId eq 1'.",
    "City eq 'x": "Syntax error at position 8 in 'City eq 'x'.",
    'ContactId = 1': "Syntax error at position 10 in 'ContactId = 1'.",
    'City eq 1': "City cannot be compared with this value at position 8 in 'City eq 1'.",
    "ContactId eq '1'": "ContactId cannot be compared with this value at position 13 in 'ContactId eq '1''.",
    "DateOfBirth eq DateTime'soon'": "Syntax error at position 15 in 'DateOfBirth eq DateTime'soon''.",
    City: "A condition is expected at position 0 in 'City'.",
    'IsBounced gt true': "These cannot be compared at position 10 in 'IsBounced gt true'.",
    'IsBounced eq 1': "These cannot be compared at position 10 in 'IsBounced eq 1'.",
    "IsBounced ne 'true'": "These cannot be compared at position 10 in 'IsBounced ne 'true''.",
    'true eq true': "These cannot be compared at position 5 in 'true eq true'.",
    "startswith(City,'a') le true": "These cannot be compared at position 21 in 'startswith(City,'a') le true'.",
    'City eq FirstName': "A value is expected at position 8 in 'City eq FirstName'.",
    'length(City) eq 1': "Unknown function 'length' at position 0 in 'length(City) eq 1'.",
    "substringof('a','b')": "substringof takes a text property and a text at position 0 in 'substringof('a','b')'.",
    "City eq 'a'; drop table contacts": "Syntax error at position 11 in 'City eq 'a'; drop table contacts'.",
  }
  for (const [filter, text] of Object.entries(wrong)) {
    it(`${filter} is refused by its place`, () =>
      client.refused('GET', list('contacts', filter), undefined, 400, `The request is invalid. ${text}`))
  }

  it('are bounded in depth and in number', async () => {
    const deep = `${'('.repeat(60)}ContactId eq 1${')'.repeat(60)}`
    await client.refused('GET', list('contacts', deep), undefined, 400, /Nested more than 50 deep at position 50/)
    await client.refused(
      'GET',
      list('contacts', `${'not '.repeat(60)}true`),
      undefined,
      400,
      /Nested more than 50 deep/,
    )
    const many = (count: number) => Array.from({ length: count }, (_, index) => `Suite eq '${index}'`).join(' or ')
    assert.deepEqual(await ids(many(100)), [])
    const texts = Array.from({ length: 21 }, () => "startswith(City,'x')").join(' or ')
    await client.refused('GET', list('contacts', texts), undefined, 400, /More than 20 tests of texts/)
    await client.refused('GET', list('contacts', many(101)), undefined, 400, /More than 100 comparisons/)
  })

  it('hold for groups, folders and the contacts of a group as well', async () => {
    const folder = await client.addFolder()
    const group = await client.addGroup({ Name: 'findable', GroupFolderId: folder })
    const contact = await client.addContact(group, { FirstName: 'findable' })
    const one = (path: string, filter: string) => client.data<Record<string, unknown>[]>('GET', list(path, filter))
    const since = new Date(Date.now() - 60_000).toISOString()
    for (const filter of [
      "Name eq 'findable'",
      `GroupFolderId eq ${folder}`,
      `GroupId eq ${group} and ShowEmail`,
      `ContactCount ge 1 and LastModifiedDate gt DateTime'${since}' and GroupFolderId ne null`,
    ]) {
      assert.deepEqual(
        (await one('contactgroups', filter)).map(({ GroupId }) => GroupId),
        [group],
        filter,
      )
    }
    assert.deepEqual(
      (await one('contactfolders', 'GroupCount gt 0')).map(({ Id }) => Id),
      [folder],
    )
    const path = `contactgroups/${group}/contacts`
    assert.deepEqual(
      (await one(path, "FirstName eq 'findable'")).map(({ ContactId }) => ContactId),
      [contact],
    )
    assert.deepEqual(await one(path, "FirstName eq 'other'"), [])
    assertRefused(await client.call('GET', list('contactgroups', 'Email eq 1')), 400, /named 'Email' on type 'Group'/)
  })
})
