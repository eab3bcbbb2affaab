// The phone of a page: JsSIP registers and calls. The test talks to it by `window.phone`.
import JsSIP from 'jssip'

let agent
let session
/** The element that plays what comes, as a page would have one. */
const player = new Audio()
player.autoplay = true

/** Counts of a browser, by the kinds of its reports. */
async function reports(kind) {
  const all = [...(await session.connection.getStats()).values()]
  return all.filter(({ type, kind: medium }) => type === kind && medium === 'audio')
}

function follow(next) {
  session = next
  session.on('peerconnection', ({ peerconnection }) => listen(peerconnection))
  if (session.connection) listen(session.connection)
}

function listen(connection) {
  connection.addEventListener('track', ({ streams }) => {
    player.srcObject = streams[0]
  })
}

function until(subject, wanted, failed) {
  return new Promise((resolve, reject) => {
    subject.on(wanted, () => resolve())
    subject.on(failed, ({ cause, response }) => reject(new Error(`${failed}: ${response?.status_code ?? ''} ${cause}`)))
  })
}

window.phone = {
  /** Registers at a secure WebSocket, and takes every call from then on. */
  async register({ server, number, secret }) {
    agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(server)],
      ...{ uri: `sip:${number}@127.0.0.1`, password: secret, register_expires: 60 },
    })
    agent.on('newRTCSession', ({ session: next, originator }) => {
      if (originator !== 'remote') return
      follow(next)
      next.answer({ mediaConstraints: { audio: true, video: false } })
    })
    const registered = until(agent, 'registered', 'registrationFailed')
    agent.start()
    await registered
  },

  /** Calls a number, and waits for its answer. */
  async call(number) {
    const next = agent.call(`sip:${number}@127.0.0.1`, { mediaConstraints: { audio: true, video: false } })
    follow(next)
    await until(next, 'confirmed', 'failed')
  },

  hangUp() {
    session.terminate()
  },

  isInCall: () => session?.isEstablished() === true,

  /** What has come and gone: bytes, the level of what is heard, the codec, and whether it is encrypted. */
  async sound() {
    const [[received], [sent], codecs, [transport]] = [
      await reports('inbound-rtp'),
      await reports('outbound-rtp'),
      [...(await session.connection.getStats()).values()].filter(({ type }) => type === 'codec'),
      [...(await session.connection.getStats()).values()].filter(({ type }) => type === 'transport'),
    ]
    return {
      received: received?.bytesReceived ?? 0,
      sent: sent?.bytesSent ?? 0,
      energy: received?.totalAudioEnergy ?? 0,
      level: received?.audioLevel ?? 0,
      codec: codecs.find(({ id }) => id === received?.codecId)?.mimeType ?? '',
      cipher: transport?.srtpCipher ?? '',
    }
  },
}
