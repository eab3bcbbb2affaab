import { headers } from '../books.ts'
import type { Next } from '../load.ts'
import { type BenchRequest, send } from '../request.ts'

export function simotel(operation: string, body: object): BenchRequest {
  return { method: 'POST', path: `/api/v4/${operation}`, headers: headers.simotel, body: JSON.stringify(body) }
}

export function lox24(method: BenchRequest['method'], path: string, body?: object): BenchRequest {
  return { method, path, headers: headers.lox24, body: body ? JSON.stringify(body) : '' }
}

export function checkmarket(path: string, method: BenchRequest['method'] = 'GET', body?: object): BenchRequest {
  return { method, path: `/3/${path}`, headers: headers.checkmarket, body: body ? JSON.stringify(body) : '' }
}

/** The small update that others are timed by, which makes its group first. */
export async function otherUpdate(url: string): Promise<BenchRequest> {
  const ofOther = (request: BenchRequest): BenchRequest => ({ ...request, headers: headers.other })
  const group = await send(url, ofOther(simotel('autodialer/groups/add', { name: 'small' })))
  const { _id } = JSON.parse(group.toString()).data
  return ofOther(simotel('autodialer/groups/update', { _id, name: 'small', numbers: ['1111', '2222', '3333'] }))
}

/** Adds something by Simotel's dialect, and returns its id. */
export async function add(url: string, resource: string, body: object): Promise<string> {
  return JSON.parse((await send(url, simotel(`${resource}/add`, body))).toString()).data._id
}

/** Sends the requests in turns, each connection its own: an update that says what is there already would be no update. */
export function inTurns(requests: readonly (readonly BenchRequest[])[]): Next {
  const turns = requests.map(() => 0)
  return (connection) => {
    const at = connection % requests.length
    const own = requests[at] as readonly BenchRequest[]
    const turn = turns[at] as number
    turns[at] = turn + 1
    return own[turn % own.length] as BenchRequest
  }
}

export function always(request: BenchRequest): Next {
  return () => request
}
