import type { BenchRequest } from '../request.ts'
import { checkmarket, simotel } from './calls.ts'
import type { RequestCase } from './case.ts'
import { caseAt, largest, type Size, sizes } from './sizes.ts'

/** Searches for a text in the names of groups: by one client for their cost, by 16 for what others feel. */
export const searches: readonly RequestCase[] = [
  ...largest.flatMap((place) => [
    searchOf(place, 'search-1', '`alike` of one character', alike('7')),
    searchOf(place, 'search-2', 'of two', alike('79')),
    { ...searchForThree(place), title: 'of three' },
    searchOf(place, 'search-6', 'of six', alike('999999')),
    searchOf(place, 'search-none', 'of three that no name has', alike('zzz')),
    searchOf(place, 'search-wide', 'of four, one of them not ASCII', alike('é 99')),
    searchOf(place, 'search-far', 'of one, a page far from both ends', alike('9', place.size / 10)),
    searchOf(place, 'search-deep', 'of three, the middle page', alike('999', place.size / 540)),
    searchOf(place, 'cm-substring', '`substringof` of three', filter("substringof('999',Name)")),
    searchOf(place, 'cm-startswith', '`startswith` of four', filter("startswith(Name,'Café')")),
    searchOf(
      place,
      'cm-far',
      '`substringof` of one by name, a page far from both ends',
      filter("substringof('9',Name)", `&orderby=Name&top=20&skip=${place.size / 10}`),
    ),
  ]),
  // At the other sizes the search is there for the plot.
  ...sizes.map(({ ...place }) => ({ ...searchForThree(place), others: [] })),
]

function searchForThree(place: Size): RequestCase {
  const series = { name: 'search for three characters', size: place.size }
  return { ...searchOf(place, 'search-3', '`alike` of three', alike('999')), series }
}

function searchOf(place: Size, name: string, title: string, request: BenchRequest): RequestCase {
  return caseAt(place, name, title, request, { table: 'searches', ratio: null, others: [1, 16] })
}

function alike(name: string, from = 0): BenchRequest {
  const pagination = { start: Math.round(from), count: 20, sorting: {} }
  return simotel('autodialer/groups/search', { alike: 'true', conditions: { name }, pagination })
}

function filter(source: string, rest = ''): BenchRequest {
  return checkmarket(`contactgroups?filter=${encodeURIComponent(source)}${rest}`)
}
