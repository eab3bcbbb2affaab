import { string } from '../schemas.ts'
import { link, links } from './links.ts'
import { operation } from './operation.ts'

/** Shows the addresses at which a client begins. */
export const root = operation({
  method: 'GET',
  path: '',
  role: null,
  cacheSeconds: 86_400,
  about: () => ({ summary: 'Show the addresses at which a client begins', data: string }),
  async answer(_core, { base }) {
    const lists = ['contactgroups', 'contactfolders', 'contacts']
    return {
      data: 'CheckMarket API v3',
      links: links({ Self: link(base), Other: lists.map((path) => link(`${base}/${path}`, path)) }),
    }
  },
})
