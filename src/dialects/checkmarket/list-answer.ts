import type { Page, PageRequest } from '../../core/page.ts'
import type { Contract, Shape } from './contract.ts'
import { denials } from './errors.ts'
import { link, links } from './links.ts'
import type { CheckMarketCall } from './operation.ts'
import type { Answer } from './payload.ts'
import type { QueryParameters } from './query.ts'

/** The parameters of the request that the links to other pages repeat. */
const repeated = ['filter', 'orderby', 'select', 'expand']

/** A list: its path, and the contract of its items. */
export interface List {
  readonly path: string
  readonly contract: Contract
}

/** The answer to a list: a page of shapes, with links to the pages beside it. */
export function listAnswer(
  call: CheckMarketCall,
  { path, contract }: List,
  request: PageRequest,
  page: Page<Shape>,
): Answer {
  const { parameters } = call
  const { start: skip, count: top } = request
  const pageAt = (start: number) => link(`${call.base}/${path}?${pageQuery(parameters, top, start)}`)
  const members = {
    ...(top > 0 && skip + page.items.length < page.total && { Next: pageAt(skip + top) }),
    ...(top > 0 && skip > 0 && { Previous: pageAt(Math.max(0, skip - top)) }),
  }
  return {
    data: select(parameters, contract, page.items),
    page: {
      total: page.total,
      top,
      skip,
      count: page.items.length,
      isFiltered: (parameters.get('filter')?.trim() ?? '') !== '',
    },
    ...(Object.keys(members).length > 0 && { links: links(members) }),
  }
}

/** The query of a link to another page. The vendor writes `$top` and `$skip` with a dollar. */
function pageQuery(parameters: QueryParameters, top: number, skip: number): string {
  const others = repeated.flatMap((name) => {
    const value = parameters.get(name)
    return value ? [`$${name}=${encodeURIComponent(value)}`] : []
  })
  return [`$top=${top}`, `$skip=${skip}`, ...others].join('&')
}

/**
 * Leaves only the members that `select` names; without `select` all of them.
 *
 * @throws Denial 400 for a member that the model does not have.
 */
function select(parameters: QueryParameters, contract: Contract, shapes: readonly Shape[]): readonly Shape[] {
  const given = parameters.get('select')?.trim() ?? ''
  if (given === '') return shapes
  const known = new Map(contract.xmlOrder.map((name) => [name.toLowerCase(), name]))
  const wanted = new Set(
    given.split(',').map((part) => {
      const name = known.get(part.trim().toLowerCase())
      if (name) return name
      throw denials.invalid(`Could not find a property named '${part.trim()}' on type '${contract.name}'.`)
    }),
  )
  return shapes.map(({ members }) => ({
    contract,
    members: Object.fromEntries(Object.entries(members).filter(([name]) => wanted.has(name))),
  }))
}
