import { exactly } from '../../schemas.ts'
import { denials } from '../errors.ts'
import { operation } from '../operation.ts'
import { collections, resourceClasses, vocabularyOf } from './vocabulary.ts'

/** Shows a context of JSON-LD: the meaning of the members of a document. */
export const contextsGet = operation({
  name: 'api_jsonld_context',
  method: 'GET',
  url: '/contexts/:name',
  page: 'https://api-platform.com/docs/core/',
  isOpen: true,
  about: () => ({
    summary: 'Show a context of JSON-LD',
    answer: { kind: 'document', schema: exactly({ '@context': { type: 'object' } }) },
  }),
  async answer(_core, { params, origin }) {
    const terms = termsOf(params.name ?? '')
    if (!terms) throw denials.notFound()
    return { kind: 'document', document: { '@context': { ...vocabularyOf(origin), ...terms } } }
  },
})

function termsOf(name: string): object | undefined {
  if (name === 'Entrypoint') {
    const links = Object.keys(collections).map((link) => [link, { '@id': `Entrypoint/${link}`, '@type': '@id' }])
    return Object.fromEntries(links)
  }
  if (name === 'Error' || name === 'ConstraintViolationList') return {}
  if (!Object.hasOwn(resourceClasses, name)) return undefined
  const { properties } = resourceClasses[name as keyof typeof resourceClasses]
  return Object.fromEntries(Object.keys(properties).map((property) => [property, `${name}/${property}`]))
}
