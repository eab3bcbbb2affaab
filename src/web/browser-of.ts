const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\w*\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\S* .*\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** A browser as people call it, from the name that it gives itself; that name where it is none of the usual ones. */
export function browserOf(agent: string): string {
  for (const [mark, browser] of browsers) {
    const version = mark.exec(agent)?.[1]
    if (version === undefined) continue
    const system = systems.find(([each]) => each.test(agent))?.[1]
    return [`${browser} ${version}`, ...(system === undefined ? [] : [system])].join(', ')
  }
  return agent
}
