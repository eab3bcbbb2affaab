import { findTrunks } from '../../../../core/trunk/find-trunks.ts'
import { readTrunkPassword } from '../../../../core/trunk/read-trunk-password.ts'
import { arrayOf, exactly } from '../../../schemas.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions, searchBody } from '../../search.ts'
import { shownTrunk, trunkRow } from './trunk.wire.ts'

/** Finds trunks by their names, all at once and not in pages. */
export const trunksSearch = operation({
  name: 'pbx/trunks/search',
  page: '2-SimotelAPI/v4/5-trunks/2-trunks_search.md',
  about: () => ({ summary: 'Find trunks', body: searchBody(['name']), data: arrayOf(exactly(shownTrunk)) }),
  async handle(core, { caller, body, settings }) {
    const { name } = readConditions(body, ['name'])
    const wanted = name?.text.toLowerCase()
    const trunks = (await findTrunks(core, caller)).filter((trunk) => {
      if (name === undefined || wanted === undefined) return true
      return name.alike ? trunk.name.toLowerCase().includes(wanted) : trunk.name === name.text
    })
    return found(trunks.map((each) => trunkRow(each, readTrunkPassword(core, caller, each), settings.timeZone)))
  },
})
