import { dialerStatus } from '../../../../core/dialler/dialer-status.ts'
import { findTrunks } from '../../../../core/trunk/find-trunks.ts'
import { arrayOf, exactly } from '../../../schemas.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions, searchBody } from '../../search.ts'
import { managerRow, shownManager } from './manager.wire.ts'

/** Finds trunk managers by their titles, all at once and not in pages. */
export const managersSearch = operation({
  name: 'autodialer/trunks/search',
  page: '5-Autodialer_API/6-trunk_manager/1-trunk_manager_search.md',
  about: () => ({ summary: 'Find trunk managers', body: searchBody(['title']), data: arrayOf(exactly(shownManager)) }),
  async handle(core, { caller, body, settings }) {
    const { title } = readConditions(body, ['title'])
    const wanted = title?.text.toLowerCase()
    const managers = (await dialerStatus(core, caller)).managers.filter(({ manager }) => {
      if (title === undefined || wanted === undefined) return true
      return title.alike ? manager.title.toLowerCase().includes(wanted) : manager.title === title.text
    })
    const trunkIds = new Map((await findTrunks(core, caller)).map(({ name, hexId }) => [name, hexId]))
    return found(managers.map((each) => managerRow(each, trunkIds.get(each.manager.trunk) ?? '', settings.timeZone)))
  },
})
