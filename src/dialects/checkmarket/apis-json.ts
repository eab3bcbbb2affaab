import { exactly, string } from '../schemas.ts'
import { operation } from './operation.ts'

/**
 * Shows where the API and its description are, in the form of APIs.json (apisjson.org). Catalogues load it, so that
 * nobody signs in for it.
 */
export const apisJson = operation({
  method: 'GET',
  path: 'apis.json',
  role: null,
  isOpen: true,
  about: () => ({ summary: 'Show where the API and its description are', isBare: true, data: schema }),
  async answer(_core, { base, origin }) {
    return {
      document: {
        name: 'CheckMarket API',
        description: 'Contact groups, their folders and their contacts',
        url: `${base}/apis.json`,
        specificationVersion: '0.14',
        apis: [
          {
            name: 'CheckMarket API v3',
            description: 'Contact groups, their folders and their contacts',
            humanURL: origin,
            baseURL: base,
            properties: [{ type: 'x-openapi', url: `${origin}/book/openapi/checkmarket.json` }],
          },
        ],
      },
    }
  },
})

const schema = exactly({
  ...{ name: string, description: string, url: string, specificationVersion: string },
  apis: {
    type: 'array',
    items: exactly({
      ...{ name: string, description: string, humanURL: string, baseURL: string },
      properties: { type: 'array', items: exactly({ type: string, url: string }) },
    }),
  },
})
