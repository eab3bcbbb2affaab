import { addAccount } from '../../../core/account/add-account.ts'
import { setAccountEnabled } from '../../../core/account/set-account-enabled.ts'
import { liftBlock } from '../../../core/block/lift-block.ts'
import { neededText } from '../../form.ts'
import type { Route } from '../../view.ts'
import { longestName } from './accounts.ts'
import { ownerOf } from './owner.ts'
import { serverPage } from './server.ts'

/** Makes an account. */
export const addAccountAction: Route = {
  method: 'POST',
  path: '/server/accounts',
  formOn: serverPage,
  async answer(view) {
    await addAccount(view.core, ownerOf(view), neededText(view.form, 'name', longestName))
    return { goTo: '/book/server' }
  },
}

/** Enables or disables an account. */
export const setAccountAction: Route = {
  method: 'POST',
  path: '/server/accounts/state',
  async answer(view) {
    const { core, form } = view
    await setAccountEnabled(core, ownerOf(view), form.get('name') ?? '', form.get('to') === 'on')
    return { goTo: '/book/server' }
  },
}

/** Ends the blocks of an address. */
export const liftBlockAction: Route = {
  method: 'POST',
  path: '/server/blocks/lift',
  async answer(view) {
    await liftBlock(view.core, ownerOf(view), view.form.get('address') ?? '')
    return { goTo: '/book/server' }
  },
}
