import { encode } from 'uqr'
import { type Html, html } from './html.ts'

/** A text as a QR code. Its colours are the same in the dark, where cameras read no light code on a dark ground. */
export function qrCode(label: string, text: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const dots = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"></rect><path d="${dots}" fill="#000"></path></svg>`
}

/** The address of an extension with its secret, as softphones read it: `sip:530:SECRET@book.example`. */
export function softphoneAddress(number: string, secret: string, origin: string): string {
  const { hostname } = new URL(origin)
  return `sip:${encodeURIComponent(number)}:${encodeURIComponent(secret)}@${hostname}`
}
