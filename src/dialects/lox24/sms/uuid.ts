const form = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-8([0-9a-f]{3})-([0-9a-f]{6})000000$/i

/** The UUID of a message: its hex id, with the marks of version 8 (RFC 9562 §5.8) and zeros for what the id does not have. */
export function uuidOf(hexId: string): string {
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [12, 15],
    [15, 18],
    [18, 24],
  ].map(([from, to]) => hexId.slice(from, to))
  return `${a}-${b}-8${c}-8${d}-${e}000000`
}

/** The hex id of a UUID; undefined for one that no message has. */
export function hexIdOf(uuid: string): string | undefined {
  const parts = form.exec(uuid)
  return parts?.slice(1).join('').toLowerCase()
}
