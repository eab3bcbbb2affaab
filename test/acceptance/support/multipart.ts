/** One part of a `multipart/form-data` body. */
export interface Part {
  readonly name: string
  readonly content: string | Buffer
  /** The name of the file as the client gives it, with a path or without. A part without one is a plain field. */
  readonly filename?: string
  readonly type?: string
}

const boundary = '------------------------d74496d66958873e'

export const multipartType = `multipart/form-data; boundary=${boundary}`

/** The body of a form, byte for byte as curl would send it. */
export function multipart(...parts: readonly Part[]): Buffer {
  const chunks = parts.flatMap(({ name, filename, type, content }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    filename === undefined ? '' : `\r\nContent-Type: ${type ?? 'text/csv'}`,
    '\r\n\r\n',
    content,
    '\r\n',
  ])
  return Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk)))
}
