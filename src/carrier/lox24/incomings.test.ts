import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readIncomings } from './incomings.ts'

const now = 1_000_000
const day = 24 * 60 * 60

interface Shown {
  readonly uuid: string
  readonly received_at: number
  readonly from: string
  readonly to: string
  readonly text: string | null
}

const came = (uuid: string, received_at: number, text: string | null = uuid): Shown => ({
  ...{ uuid, received_at, text },
  ...{ from: '+4917012345', to: '+4915735999' },
})

/** A list over there, of pages of three, and a book that keeps the place. `onPage` sees each page before it is answered. */
function open(list: unknown[], place?: string, onPage: (page: number) => void = () => undefined) {
  const brought: [string | null, string][] = []
  const state = { place, list, broken: false, pages: 0, brought, now }
  const lookOnce = readIncomings({
    carrier: 'far',
    clock: { now: () => state.now * 1000 },
    desk: {
      place: async (name) => (name === 'far' ? state.place : undefined),
      keepPlace: async (_name, kept) => {
        state.place = kept
      },
    },
    async readPage(page) {
      state.pages++
      onPage(page)
      return state.list.slice((page - 1) * 3, page * 3)
    },
    async onMessage({ carrier, carrierId, text }) {
      assert.equal(carrier, 'far')
      if (state.broken && text === 'b') throw new Error('the disk is full')
      brought.push([carrierId, text])
      return true
    },
    isClosed: () => false,
  })
  const look = async () => {
    brought.length = 0
    await lookOnce()
    return brought.map(([id]) => id).join('')
  }
  return { state, look }
}

describe('messages that came in by LOX24', () => {
  it('are brought once, the oldest first, also by later processes', async () => {
    const { state, look } = open([came('c', now - 1, null), came('b', now - 2), came('a', now - 3)])
    assert.equal(await look(), 'abc')
    assert.deepEqual(state.brought[2], ['c', ''])
    assert.equal(await look(), '')
    const other = open([came('d', now), ...(state.list as Shown[])], state.place)
    assert.equal(await other.look(), 'd')
    assert.equal(await other.look(), '')
  })

  it('come over many pages after a time away, and of before the first look those of four days', async () => {
    const list = Array.from({ length: 20 }, (_, at) => came(String.fromCharCode(97 + at), now - at * (day / 4)))
    const { state, look } = open(list)
    // Four days and the overlap: 17 of them.
    assert.equal(await look(), 'qponmlkjihgfedcba')
    assert.equal(await look(), '')
    state.now += 100 * day
    state.list = [...Array.from({ length: 9 }, (_, at) => came(String(9 - at), now + 9 - at)), ...list]
    assert.equal(await look(), '123456789')
  })

  it('are found though they are listed late, or shifted by one that is removed meanwhile', async () => {
    const { state, look } = open([came('a', now - 100)])
    assert.equal(await look(), 'a')
    state.list = [came('a', now - 100), came('late', now - 600)]
    assert.equal(await look(), 'late')
    const list = Array.from({ length: 8 }, (_, at) => came(String(8 - at), now - at))
    const shifted = open(list, undefined, (page) => {
      if (page === 2 && shifted.state.list.length === 8) shifted.state.list = list.slice(1)
    })
    assert.equal((await shifted.look()).split('').toSorted().join(''), '12345678')
  })

  it('come again where the book could not take them, and each that it took does not', async () => {
    const { state, look } = open([came('c', now), came('b', now), came('a', now)])
    state.broken = true
    await assert.rejects(look(), /the disk is full/)
    assert.equal(state.place, undefined)
    state.broken = false
    // The book knows `a` by its id.
    assert.equal(await look(), 'abc')
  })

  it('are read past what is no message, past a time that lies ahead, and from a list that repeats itself', async () => {
    const odd = [null, 'x', { ...came('y', now), uuid: 7 }, came('z', now), { ...came('w', now), from: null }]
    const { state, look } = open([came('ahead', now + 9 * day), ...odd])
    assert.equal(await look(), 'zahead')
    state.list = [came('next', now + 5), ...state.list]
    state.now += 10
    assert.equal(await look(), 'next')
    const same = [came('b', now), came('a', now), came('c', now)]
    const repeating = open(same)
    repeating.state.list = new Proxy(same, {
      get: (list, key) => (key === 'slice' ? () => list : Reflect.get(list, key)),
    })
    assert.equal(await repeating.look(), 'cab')
    assert.ok(repeating.state.pages <= 4)
  })

  it('stay where they are while a page is missing', async () => {
    const looked = readIncomings({
      carrier: 'far',
      clock: { now: () => now * 1000 },
      desk: { place: async () => undefined, keepPlace: async () => assert.fail('kept') },
      readPage: async (page) => (page === 1 ? [came('a', now)] : undefined),
      onMessage: async () => assert.fail('brought'),
      isClosed: () => false,
    })
    await looked()
  })
})
