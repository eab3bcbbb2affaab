import { exactly, string } from '../../schemas.ts'
import { operation } from '../operation.ts'
import { collections } from './vocabulary.ts'

/** Shows the entry point, at which a Hydra client begins. */
export const entrypointGet = operation({
  name: 'api_entrypoint',
  method: 'GET',
  url: '/',
  alsoAt: '/index.jsonld',
  page: 'https://api-platform.com/docs/core/',
  isOpen: true,
  about: () => ({
    summary: 'Show the entry point of Hydra',
    answer: {
      kind: 'document',
      schema: exactly({
        '@context': string,
        '@id': string,
        '@type': string,
        ...Object.fromEntries(Object.keys(collections).map((name) => [name, string])),
      }),
    },
  }),
  answer: async () => ({
    kind: 'document',
    document: { '@context': '/contexts/Entrypoint', '@id': '/', '@type': 'Entrypoint', ...collections },
  }),
})
