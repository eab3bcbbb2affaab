/** Values of one filter that are looked at. */
const mostValues = 100

/** The values of a filter: of `name`, and of `name[]` and `name[0]` where it may be a list. */
export function valuesOf(query: Readonly<Record<string, unknown>>, name: string, isList = true): readonly string[] {
  const given = Object.keys(query).filter(
    (key) => key === name || (isList && key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length))),
  )
  return given
    .flatMap((key) => query[key])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .slice(0, mostValues)
}

/** The filters of a collection, as API Platform describes them. */
export function searchOf(iri: string, filters: Readonly<Record<string, unknown>>): object {
  return {
    '@type': 'hydra:IriTemplate',
    'hydra:template': `${iri}{?${Object.keys(filters).join()}}`,
    'hydra:variableRepresentation': 'BasicRepresentation',
    'hydra:mapping': Object.keys(filters).map((variable) => ({
      '@type': 'IriTemplateMapping',
      variable,
      property: /\[(\w+_at)\]$/.exec(variable)?.[1] ?? variable.replace(/\[.*/, ''),
      required: false,
    })),
  }
}
