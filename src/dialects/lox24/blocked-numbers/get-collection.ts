import type { Filter } from '../../../core/filter/filter.ts'
import type { NumberPlan } from '../../../core/number/number-plan.ts'
import { planOfAccount } from '../../../core/number/plan-of-account.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { findOptOutPage } from '../../../core/opt-out/find-opt-out-page.ts'
import { addressFilter } from '../../../core/opt-out/find-opt-outs.ts'
import type { OptOutField } from '../../../core/opt-out/opt-out.ts'
import { arrayOf, string } from '../../schemas.ts'
import { pageQuery } from '../about.ts'
import { operation } from '../operation.ts'
import { readPage } from '../pages.ts'
import { blockedNumberResource, collectionIri, types } from './blocked-number.wire.ts'

type Test = Filter<OptOutField>

/** Filters that are asked for in one call at the most. */
const mostValues = 100

/** Lists the numbers that are closed for messages, in the order of their ids. */
export const blockedNumbersGetCollection = operation({
  name: 'api_blocked_numbers_get_collection',
  method: 'GET',
  url: '/blocked_numbers',
  hasSuffix: true,
  about: () => ({
    summary: 'List the numbers that are closed for messages',
    query: { ...pageQuery, ...filterQuery },
    answer: { kind: 'collection', type: 'BlockedNumber' },
  }),
  async answer(core, { caller, query }) {
    const page = readPage(query)
    const plan = await planOfAccount(core, caller.accountId)
    const hasNumber: Test = { kind: 'not', of: { kind: 'isNull', field: 'number' } }
    const tests = [
      hasNumber,
      ...anyOf(query, 'number', (value) => numberTest(plan, value)),
      ...anyOf(query, 'type', typeTest),
    ]
    const { items, total } = await findOptOutPage(
      core,
      caller,
      { closing: 'messages', filter: { kind: 'and', of: tests } },
      page.request,
    )
    const members = items.map(blockedNumberResource)
    return { kind: 'collection', type: 'BlockedNumber', iri: collectionIri, members, total, page, search }
  },
})

const filters = ['number', 'number[]', 'type', 'type[]'] as const

/** The filters as parameters of the query. */
const filterQuery = Object.fromEntries(
  filters.map((name) => [name, name.endsWith('[]') ? { ...arrayOf(string), maxItems: mostValues } : string]),
)

/** The filters, as API Platform describes them. */
const search = {
  '@type': 'hydra:IriTemplate',
  'hydra:template': `${collectionIri}{?${filters.join()}}`,
  'hydra:variableRepresentation': 'BasicRepresentation',
  'hydra:mapping': filters.map((variable) => ({
    '@type': 'IriTemplateMapping',
    variable,
    property: variable.replace('[]', ''),
    required: false,
  })),
}

/** The test of a filter: one of its values must be there, as `number=a` or `number[]=a&number[]=b`. */
function anyOf(query: Readonly<Record<string, unknown>>, name: string, test: (value: string) => Test): readonly Test[] {
  const given = [query[name], query[`${name}[]`]].flat().filter((value) => typeof value === 'string' && value !== '')
  return given.length === 0 ? [] : [{ kind: 'or', of: given.slice(0, mostValues).map((value) => test(String(value))) }]
}

const nothing: Test = { kind: 'always', value: false }

/** A number in any spelling. A `+` that is not encoded arrives as a space. */
function numberTest(plan: NumberPlan, value: string): Test {
  const given = value.replace(/^ /, '+')
  return 'number' in readNumber(given) ? addressFilter(plan, given) : nothing
}

function typeTest(value: string): Test {
  const isOfCustomer: Test = { kind: 'isNull', field: 'unsubscribeReason' }
  if (value === String(types.byCustomer)) return isOfCustomer
  return value === String(types.unsubscribed) ? { kind: 'not', of: isOfCustomer } : nothing
}
