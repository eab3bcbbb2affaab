import type { Child } from '../child.ts'
import { send } from '../load.ts'
import { keys } from './fill.ts'
import type { BookSize } from './sizes.ts'

/** A call whose cost must not grow with the book. */
export interface Call {
  readonly name: string
  /** Sends the call once, with another thing each turn, and returns its milliseconds. */
  run(turn: number): Promise<number>
}

const largestGroup = 1
const pageSize = 30

/** The calls on a served book of the given size. */
export async function callsOn({ url }: Child, size: BookSize): Promise<Call[]> {
  const lox24 = (method: string, path: string, body?: object) =>
    send(url, { path, headers: keys.lox24, body: body ? JSON.stringify(body) : '' }, method)
  const simotel = (operation: string, body: object) =>
    send(url, { path: `/api/v4/${operation}`, headers: keys.simotel, body: JSON.stringify(body) })
  const search = { alike: 'true', conditions: { name: '' }, pagination: { start: 0, count: 20, sorting: {} } }
  const { data } = JSON.parse((await simotel('autodialer/groups/add', { name: 'small' })).body.toString())
  const phones = `/groups/${largestGroup}/phones`
  const listed = await lox24('GET', `${phones}?page=${Math.ceil(size.largest / pageSize / 2)}`)
  const inside: string[] = JSON.parse(listed.body.toString()).map(({ id }: { id: string }) => id)
  const made: string[] = []
  return [
    {
      name: 'small update of a group',
      run: async (turn) =>
        (
          await simotel('autodialer/groups/update', {
            _id: data._id,
            name: 'small',
            numbers: ['1111', '2222', String(3000 + turn)],
          })
        ).milliseconds,
    },
    {
      name: 'search page of 20 groups',
      run: async () => (await simotel('autodialer/groups/search', search)).milliseconds,
    },
    {
      name: 'first page of the largest group',
      run: async () => (await lox24('GET', phones)).milliseconds,
    },
    {
      name: 'deepest page of the largest group',
      run: async () => (await lox24('GET', `${phones}?page=${Math.floor(size.largest / pageSize)}`)).milliseconds,
    },
    {
      name: 'add a phone to the largest group',
      async run(turn) {
        const answer = await lox24('POST', phones, { phone: `+4${turn}9${(turn * 7919) % 100_003}`, a: 'x' })
        made.push(JSON.parse(answer.body.toString()).id)
        return answer.milliseconds
      },
    },
    {
      name: 'change a phone of the largest group',
      run: async (turn) =>
        (await lox24('PUT', `/phones/${inside[turn % inside.length]}`, { b: String(turn) })).milliseconds,
    },
    {
      name: 'remove a phone from the largest group',
      run: async (turn) => (await lox24('DELETE', `/phones/${made[turn]}`)).milliseconds,
    },
    {
      name: 'count of the largest group',
      run: async () => (await lox24('GET', `/groups/${largestGroup}`)).milliseconds,
    },
  ]
}
