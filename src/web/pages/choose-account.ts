import { cookies } from '../requests.ts'
import type { Route } from '../view.ts'

/** Chooses the account that an owner looks at. */
export const chooseAccountAction: Route = {
  method: 'POST',
  path: '/account',
  async answer({ form, accounts }) {
    const id = accounts.find((each) => String(each.id) === form.get('account'))?.id
    if (id === undefined) return { goTo: '/book/' }
    return { goTo: '/book/', cookie: `${cookies.account}=${id}; Path=/book; HttpOnly; SameSite=Strict` }
  },
}
