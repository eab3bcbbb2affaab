/** Words that Asterisk shows in place of given ones: `yes` is shown as `true`. */
const shownAs: Readonly<Record<string, string>> = { yes: 'true', no: 'false', reinvite: 'invite', forced: 'always' }

/** Whether a value that Asterisk shows of an attribute is the one that it was given. */
export function isSame(attribute: string, given: string, shown: string): boolean {
  const read = readers[attribute] ?? ((value: string) => shownAs[value] ?? value)
  // Asterisk shows the addresses of registered phones beside the given one.
  if (attribute === 'contact') return given === '' || words(shown).includes(given)
  return read(given) === read(shown)
}

const readers: Readonly<Record<string, (value: string) => string | number>> = {
  call_group: groups,
  pickup_group: groups,
  named_call_group: (value) => words(value).sort().join(),
  named_pickup_group: (value) => words(value).sort().join(),
  allow: (value) => value.match(/\w+/g)?.join() ?? '',
  tos_audio: serviceType,
  qualify_timeout: Number,
}

function words(value: string): string[] {
  return value.split(/[\s,]+/).filter((word) => word !== '')
}

/** The numbers of groups, each once and in order: given as `1,3-5`, they are shown as `1, 3, 4, 5`. */
function groups(value: string): string {
  const numbers = words(value).flatMap((word) => {
    const [first = 0, last = first] = word.split('-').map(Number)
    return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index)
  })
  return [...new Set(numbers)].sort((a, b) => a - b).join()
}

/** The number of a class of service: `ef`, `cs3` and `af31` as RFC 4594 §2.3 numbers them, times four. */
function serviceType(value: string): number {
  const [, name, high = '0', low = '0'] = /^(cs|af)(\d)(\d)?$/.exec(value) ?? []
  if (value === 'ef') return 184
  return name === undefined ? Number(value) : Number(high) * 32 + Number(low) * 8
}
