// Runs in the folder where the benchmark has installed Parse Server: node parse-server.mjs DATABASE-URL PORT
import express from 'express'
import { ParseServer } from 'parse-server'

const [databaseURI, port] = process.argv.slice(2)
const serverURL = `http://127.0.0.1:${port}/parse`
const server = new ParseServer({
  databaseURI,
  serverURL,
  appId: 'bench',
  masterKey: 'bench',
  allowClientClassCreation: true,
  silent: true,
  logsFolder: null,
})
await server.start()
express().use('/parse', server.app).listen(Number(port), '127.0.0.1')
