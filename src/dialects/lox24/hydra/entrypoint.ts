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
  answer: async () => ({
    kind: 'document',
    document: { '@context': '/contexts/Entrypoint', '@id': '/', '@type': 'Entrypoint', ...collections },
  }),
})
