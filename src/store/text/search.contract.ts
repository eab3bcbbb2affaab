import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildGroup } from '../../../test/builders.ts'
import type { Filter } from '../../core/filter/filter.ts'
import { foldText } from '../../core/filter/fold-text.ts'
import type { Group, GroupField, GroupQuery } from '../../core/group/group.ts'
import type { Store, Transaction } from '../../core/ports.ts'

const author = { accountId: 1, credentialId: null, name: null, origin: 'test' } as const
const change = { noun: 'group', verb: 'update', subject: 'x', before: null, after: null } as const

// Few pieces, so that they often match: case, spellings of one letter, forms, digits, signs of LIKE and of FTS5, joiners.
const piece = fc.constantFrom(
  ...['a', 'A', 'b', 'é', 'e\u0301', 'ß', 'Σ', 'ς', '\u064a', '\u06cc', '\u0643', '\u06a9', '9', '\u06f9', '\u0669'],
  ...['\u200c', '%', '_', '\\', '"', "'", ' ', '-', '+', '*', '(', '😀', '\u0002', '\u0004', '\ue025', 'AND'],
)
const someName = fc.string({ unit: piece, minLength: 1, maxLength: 7 })
const somePart = fc.string({ unit: piece, minLength: 1, maxLength: 4 })
const somePlace = fc.constantFrom('alike', 'contains', 'startsWith', 'endsWith')
const someField = fc.constantFrom('name', 'description')

const step = fc.record({
  verb: fc.constantFrom('add', 'add', 'rename', 'describe', 'count', 'remove'),
  at: fc.nat(20),
  name: someName,
  isOther: fc.boolean(),
})
const question = fc.record({
  place: somePlace,
  field: someField,
  part: somePart,
  descending: fc.boolean(),
  start: fc.nat(3),
  count: fc.integer({ min: 1, max: 5 }),
})
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never

function queryOf({ place, field, part, descending }: Question): GroupQuery {
  const sort = { by: 'updatedAt', descending } as const
  if (place === 'alike') return { [field]: { text: part, alike: true }, sort }
  const filter: Filter<GroupField> = {
    kind: 'text',
    field: field as 'name',
    test: place as 'contains',
    text: part,
  }
  return { filter, sort }
}

/** Whether a group is found, by its folded text only. */
function passes(group: Group, { place, field, part }: Question): boolean {
  const text = group[field as 'name' | 'description']
  if (text === null) return false
  const [whole, looked] = [foldText(text), foldText(part)]
  // Nobody can see what is looked for.
  if (looked === '') return false
  if (place === 'startsWith') return whole.startsWith(looked)
  return place === 'endsWith' ? whole.endsWith(looked) : whole.includes(looked)
}

/** The contract of searches in texts: every store finds what a plain look at each text finds, in the same order. */
export function describeTextSearch(
  engine: string,
  open: () => Promise<{ store: Store; remove(): Promise<void> }>,
): void {
  describe(`searches of texts on ${engine}`, () => {
    let store: Store
    let remove: () => Promise<void>
    before(async () => {
      ;({ store, remove } = await open())
    })
    after(async () => {
      await store.close()
      await remove()
    })

    const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      store.write(author, async (tx) => ({ answer: await work(tx), change }))
    let account = 100
    let made = 0

    async function act(
      groups: Group[],
      accounts: readonly number[],
      { verb, at, name, isOther }: StepOf,
    ): Promise<void> {
      const group = groups[at % (groups.length || 1)]
      if (verb === 'add' || !group) {
        const accountId = accounts[isOther ? 1 : 0] as number
        const updatedAt = (made * 7) % 5
        const added = buildGroup(++made, { accountId, name, description: isOther ? null : name.slice(1), updatedAt })
        await write((tx) => tx.groups.insert(added))
        groups.push(added)
        return
      }
      if (verb === 'remove') {
        await write((tx) => tx.groups.remove(group))
        groups.splice(groups.indexOf(group), 1)
        return
      }
      const changed = {
        ...group,
        ...(verb === 'rename'
          ? { name }
          : verb === 'describe'
            ? { description: isOther ? null : name }
            : { count: at }),
      }
      await write((tx) => tx.groups.update(group, changed))
      groups[groups.indexOf(group)] = changed
    }

    it('finds after any writes what a look at each text finds', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 12 }),
          fc.array(question, { minLength: 1, maxLength: 6 }),
          async (steps, questions) => {
            const accounts = [++account, ++account]
            const groups: Group[] = []
            for (const each of steps) {
              await act(groups, accounts, each)
              for (const asked of questions) {
                for (const accountId of accounts) {
                  const { start, count, descending } = asked
                  const { items, total } = await store.groups.page(accountId, queryOf(asked), { start, count })
                  const sign = descending ? -1 : 1
                  const expected = groups
                    .filter((group) => group.accountId === accountId && passes(group, asked))
                    .sort((one, other) => sign * (one.updatedAt - other.updatedAt || one.id - other.id))
                  assert.deepEqual(
                    items.map(({ id }) => id),
                    expected.slice(start, start + count).map(({ id }) => id),
                  )
                  assert.equal(total, expected.length)
                }
              }
            }
          },
        ),
        { numRuns: engine === 'SQLite' ? 60 : 15 },
      )
    })

    it('finds what many names have, page by page, and counts it anew when a name changes', async () => {
      const accountId = ++account
      const many = Array.from({ length: 4300 }, (_, at) =>
        buildGroup(++made, {
          accountId,
          name: at % 23 === 0 ? `Other ${at}` : `Group ${at}`,
          updatedAt: (at * 7) % 100,
        }),
      )
      await write(async (tx) => {
        for (const group of many) await tx.groups.insert(group)
      })
      const find = async (text: string, start = 0) => {
        const query = { name: { text, alike: true }, sort: { by: 'updatedAt', descending: true } } as const
        const { items, total } = await store.groups.page(accountId, query, { start, count: 3 })
        return { names: items.map(({ name }) => name), total }
      }
      const expected = (text: string, start = 0) => {
        const found = many
          .filter(({ name }) => foldText(name).includes(foldText(text)))
          .sort((one, other) => other.updatedAt - one.updatedAt || other.id - one.id)
        return { names: found.slice(start, start + 3).map(({ name }) => name), total: found.length }
      }
      const all = async () => {
        for (const text of ['GROUP', 'r', 'ro', 'rou', 'up 22', 'group 229', 'other', 'zzz', 'q', 'group zzz']) {
          for (const start of [0, 1, 900, 4111, 4113, 4300]) {
            assert.deepEqual(await find(text, start), expected(text, start), `${text} ${start}`)
            assert.deepEqual(await find(text, start), expected(text, start), `${text} ${start} again`)
          }
        }
      }
      const allById = async () => {
        for (const text of ['r', 'group']) {
          for (const start of [0, 900, 4110]) {
            const query = { name: { text, alike: true }, sort: { by: 'id', descending: false } } as const
            const { items } = await store.groups.page(accountId, query, { start, count: 3 })
            const found = many.filter(({ name }) => foldText(name).includes(text))
            assert.deepEqual(
              items.map(({ id }) => id),
              found.slice(start, start + 3).map(({ id }) => id),
            )
          }
        }
      }
      await all()
      await allById()
      const [first, second] = many as [Group, Group]
      await write((tx) => tx.groups.update(first, { ...first, name: 'Zzz' }))
      many[0] = { ...first, name: 'Zzz' }
      await all()
      await write((tx) => tx.groups.remove(second))
      many.splice(1, 1)
      await all()
      await allById()
      const added = buildGroup(++made, { accountId, name: 'Group q', updatedAt: 1000 })
      await write((tx) => tx.groups.insert(added))
      many.push(added)
      await all()
      await assert.rejects(
        write(async (tx) => {
          await tx.groups.remove(added)
          throw new Error('never mind')
        }),
      )
      await all()
    })

    it('finds pages in the middle of what very many names have, also while groups change', async () => {
      const accountId = ++account
      const many = Array.from({ length: 13_000 }, (_, at) =>
        buildGroup(++made, {
          accountId,
          name: at % 50 === 7 ? `Other ${at}` : `Group ${at}`,
          updatedAt: (at * 7919) % 13_001,
        }),
      )
      await write(async (tx) => {
        for (const group of many) await tx.groups.insert(group)
      })
      /** Changes the groups at some places, as a use case does. */
      const change = async (places: readonly number[], fields: Partial<Group>) => {
        for (const at of places) {
          const before = many[at] as Group
          const after = { ...before, ...fields }
          const [was, is] = [before, after].map(({ id, name, updatedAt }) => ({ id, name, updatedAt }))
          const told = { noun: 'group', verb: 'update', subject: after.name, before: was, after: is } as const
          await store.write({ ...author, accountId }, async (tx) => {
            await tx.groups.update(before, after)
            return { answer: undefined, change: { ...told, before: was ?? null, after: is ?? null } }
          })
          many[at] = after
        }
      }
      const orders = (['updatedAt', 'name', 'id'] as const).flatMap((by) =>
        [true, false].map((descending) => ({ by, descending })),
      )
      const compare = (one: Group, other: Group, by: 'updatedAt' | 'name' | 'id') =>
        one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : one.id - other.id
      const look = async () => {
        for (const { by, descending } of orders) {
          const found = many.filter(({ name }) => name.startsWith('Group'))
          const expected = found.toSorted((one, other) => (descending ? -1 : 1) * compare(one, other, by))
          for (const start of [5000, 6500, 6501, found.length - 5001, found.length - 1]) {
            const query = { name: { text: 'group', alike: true }, sort: { by, descending } } as const
            const { items, total } = await store.groups.page(accountId, query, { start, count: 3 })
            const names = expected.slice(start, start + 3).map(({ name }) => name)
            assert.deepEqual([items.map(({ name }) => name), total], [names, found.length], `${by} ${start}`)
          }
        }
      }
      await look()
      await change([0, 6400, 6401, 12_999], { updatedAt: 6500 })
      await look()
      await change([17, 6402], { updatedAt: 20_000 })
      await change([17], { updatedAt: 0 })
      await look()
      await change([6403], { name: 'Other' })
      await look()
      // One that is not found moves over those that are.
      await change([6403, 6407], { updatedAt: 1 })
      await look()
    })
  })
}

type StepOf = typeof step extends fc.Arbitrary<infer T> ? T : never
