import { type BookClient, base } from './book.ts'
import type { Client as CheckMarketClient } from './checkmarket.ts'
import type { Lox24Client } from './lox24.ts'
import type { Client as SimotelClient } from './simotel.ts'

/** A write of a dialect under an `Idempotency-Key`, and the change that it makes. */
export interface Wanted {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
  /** What the change of it is called, and its noun. */
  readonly change: string
  readonly status: number
  heard?: { readonly status: number; readonly text: string }
}

export interface Clients {
  readonly lox24: Lox24Client
  readonly simotel: SimotelClient
  readonly checkmarket: CheckMarketClient
  readonly book: BookClient
}

interface Made {
  readonly id: number
  readonly hexId: string
  readonly name: string
}

/**
 * `count` writes of all dialects that would have a second effect, or another answer, if they were carried out twice. Each is about a group,
 * contact or extension of its own, which is made before.
 */
export async function keptWrites(clients: Clients, round: number, count: number): Promise<Wanted[]> {
  const { lox24, simotel, checkmarket, book } = clients
  const numbers = ['1', '2']
  const made = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      book.ok<Made & Record<string, unknown>>(201, 'POST', '/groups', { name: `made ${round} ${index}`, numbers }),
    ),
  )
  return made.map(({ id, hexId: _id, name: madeName }, index) => {
    const name = `k ${round} ${index}`
    const number = String(1_000_000 + round * 1000 + index)
    const write =
      (auth: Readonly<Record<string, string>>, prefix: string) =>
      (method: string, path: string, body: unknown, change: string, status = 200): Wanted => ({
        ...{ method, path: `${prefix}${path}`, change, status },
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': name, ...auth },
        body: body === undefined ? '' : JSON.stringify(body),
      })
    const byLox24 = write({ ...lox24.auth, Accept: 'application/json' }, '')
    const byCheckMarket = write(checkmarket.headers, '/3/')
    const bySimotel = write(simotel.headers, '/api/v4/')
    const byBook = write({ Authorization: `Bearer ${book.token}` }, base)
    const [added, removed, updated] = [`group add ${name}`, `group remove ${madeName}`, `group update ${madeName}`]
    const phones = [{ phone: '1' }, { phone: '2' }]
    const groups = 'autodialer/groups'
    const all = [
      () => byLox24('POST', '/groups', { name, phones }, added, 201),
      () => byLox24('PUT', `/groups/${id}`, { description: name }, updated),
      () => byLox24('POST', `/groups/${id}/phones`, { phone: number }, updated, 201),
      () => byLox24('DELETE', `/groups/${id}/phones/batch`, phones, updated),
      () => byLox24('DELETE', `/groups/${id}`, undefined, removed, 204),
      () => bySimotel('POST', `${groups}/add`, { name, numbers }, added),
      () => bySimotel('POST', `${groups}/update`, { _id, numbers_add: [number], numbers_remove: ['1'] }, updated),
      () => bySimotel('POST', `${groups}/numbers/add`, { _id, numbers: [number] }, updated),
      () => bySimotel('POST', `${groups}/numbers/sync`, { _id, numbers: [number, '2'] }, updated),
      () => bySimotel('POST', `${groups}/remove`, { _id }, removed),
      () => bySimotel('POST', 'autodialer/contacts/add', { name, number }, `contact add ${name}`),
      () => bySimotel('POST', 'pbx/users/add', { name, number, secret: 'Xk29!mQp77zz' }, `extension add ${number}`),
      () => byCheckMarket('POST', 'contactgroups', { Name: name }, added),
      () => byCheckMarket('PUT', `contactgroups/${id}`, { Name: madeName, Description: name }, updated),
      () =>
        byCheckMarket('POST', 'contacts', { Email: `${number}@example.com`, LastName: name }, `contact add ${name}`),
      () => byCheckMarket('POST', 'contactfolders', { Name: name }, `folder add ${name}`),
      () => byCheckMarket('DELETE', `contactgroups/${id}`, undefined, removed),
      () => byBook('POST', '/groups', { name, numbers }, added, 201),
      () => byBook('PATCH', `/groups/${id}`, { description: name }, updated),
      () => byBook('PATCH', `/groups/${id}/entries`, { add: [number], remove: ['1'] }, updated),
      () => byBook('POST', `/groups/${id}/entries`, { entries: [{ number }] }, updated),
      () => byBook('DELETE', `/groups/${id}`, undefined, removed, 204),
    ]
    return (all[Math.floor(Math.random() * all.length)] as () => Wanted)()
  })
}
