/** An address of one or several hosts: what stands before the hosts, the hosts, and what stands behind them. */
const shape = /^([a-z]+:\/\/(?:[^/]*@)?)([^/]*)(.*)$/i

/**
 * The addresses of the single hosts of an address: `postgres://u@a:5432,b:5433/book?target_session_attrs=read-write` →
 * `postgres://u@a:5432/book`, `postgres://u@b:5433/book`. The parameter is for {@link wantsLeader}, and for no driver.
 */
export function addressesOf(url: string): readonly [string, ...string[]] {
  const [, before = '', hosts = '', behind = ''] = shape.exec(url) ?? []
  const rest = behind.replace(/([?&])target_session_attrs=[^&]*(&|$)/, (_, start, end) => (end === '' ? '' : start))
  const [first = '', ...others] = hosts.split(',').map((host) => `${before}${host}${rest}`)
  return [first, ...others]
}

/** Whether the host that takes writes has to be found: of several hosts, or where the address asks for it. */
export function wantsLeader(url: string): boolean {
  return addressesOf(url).length > 1 || /[?&]target_session_attrs=/.test(url)
}
