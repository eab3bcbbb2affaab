import type { QueryParameters } from '../query.ts'

/** The language of a contact that names none: the vendor takes that of the key's creator, who is unknown here. */
const usualLanguage = 'en'

/** The language for a contact that names none: `DefaultLanguage` of the query string, or English. */
export function defaultLanguage(parameters: QueryParameters): string {
  return parameters.get('defaultlanguage')?.trim().toLowerCase() || usualLanguage
}
