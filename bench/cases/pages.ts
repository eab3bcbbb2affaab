import type { BenchRequest } from '../request.ts'
import { checkmarket, lox24, simotel } from './calls.ts'
import type { RequestCase } from './case.ts'
import { caseAt, largest, type Size, sizes } from './sizes.ts'

const simotelPage = 20
const lox24Page = 30

/** Pages of the list of groups in three dialects: the first, the middle and the last one. */
export const pages: readonly RequestCase[] = [
  ...largest.flatMap((place) => [
    firstPage(place),
    pageOf(place, 'simotel-middle', 'Simotel, the middle', search(place.size / 2)),
    lastPage(place),
    pageOf(place, 'lox24-first', 'LOX24, the first', lox24('GET', '/groups')),
    pageOf(
      place,
      'lox24-middle',
      'LOX24, the middle',
      lox24('GET', `/groups?page=${Math.ceil(place.size / lox24Page / 2)}`),
    ),
    pageOf(place, 'lox24-last', 'LOX24, the last', lox24('GET', `/groups?page=${Math.ceil(place.size / lox24Page)}`)),
    pageOf(place, 'cm-first', 'CheckMarket by name, the first', contactGroups(0)),
    pageOf(place, 'cm-middle', 'CheckMarket by name, the middle', contactGroups(place.size / 2)),
    pageOf(place, 'cm-last', 'CheckMarket by name, the last', contactGroups(place.size - 20)),
    pageOf(
      place,
      'cm-folder',
      'CheckMarket, of one folder',
      checkmarket('contactgroups?filter=GroupFolderId%20eq%2017&orderby=Name%20desc'),
    ),
    pageOf(
      place,
      'cm-folders',
      'CheckMarket, 100 folders with counts',
      checkmarket('contactfolders?top=100&orderby=Name'),
    ),
  ]),
  // At the other sizes the pages are there for the plot.
  ...sizes.flatMap((place) => [firstPage(place), lastPage(place)].map((each) => ({ ...each, others: [] }))),
]

function firstPage(place: Size): RequestCase {
  const series = { name: 'first page of groups', size: place.size }
  return { ...pageOf(place, 'simotel-first', 'Simotel, the first', search(0)), connections: 64, goal: 0.3, series }
}

function lastPage(place: Size): RequestCase {
  const series = { name: 'last page of groups', size: place.size }
  return {
    ...pageOf(place, 'simotel-last', 'Simotel, the last', search(Math.max(place.size - simotelPage, 0))),
    series,
  }
}

function pageOf(place: Size, name: string, title: string, request: BenchRequest): RequestCase {
  const others = name.endsWith('first') ? [] : [16]
  return caseAt(place, name, title, request, { table: 'pages', ratio: 'rate', others })
}

function search(start: number): BenchRequest {
  return simotel('autodialer/groups/search', {
    alike: 'true',
    conditions: { name: '', description: '' },
    pagination: { start, count: simotelPage, sorting: {} },
  })
}

function contactGroups(skip: number): BenchRequest {
  return checkmarket(`contactgroups?orderby=Name&top=20&skip=${skip}`)
}
