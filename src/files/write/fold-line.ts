/** Octets that a line of a vCard should have at the most (RFC 6350 §3.2). */
const longest = 75

/** A line of a vCard with its line end. A long one goes on in the next lines, each of which begins with a space. */
export function folded(line: string): string {
  if (line.length <= longest && Buffer.byteLength(line) <= longest) return `${line}\r\n`
  let text = ''
  let octets = 0
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > longest) {
      text += '\r\n '
      octets = 1
    }
    text += sign
    octets += size
  }
  return `${text}\r\n`
}
