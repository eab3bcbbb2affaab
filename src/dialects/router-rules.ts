/** Characters of a parameter of a path: as long as a path may be, so that the dialect answers an id that is too long, and not the library. */
export const longestParameter = 65_536

const noSchemas = (): never => {
  throw new Error('no route has a schema')
}

/** For an instance whose routes have no schemas: the libraries of schemas are a tenth of all that a start would load. */
export const withoutSchemas = { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } }

/** The rules by which the paths of a dialect are matched, where not letter by letter. */
export interface PathRules {
  readonly caseSensitive?: boolean
  readonly ignoreTrailingSlash?: boolean
  /** Whether `/a//b` is another path than `/a/b`; else the two are one. */
  readonly keepsDoubledSlashes?: boolean
}
