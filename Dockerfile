# syntax=docker/dockerfile:1
# The server. Build it with `docker build --tag dialbook .`; the base image has every architecture that Node has.

FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
COPY tools tools
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim AS dialbook
ENV NODE_ENV=production DIALBOOK_DATA=/data DIALBOOK_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/bin bin
COPY --from=build /src/dist dist
COPY --from=build /src/asterisk asterisk
COPY --from=build /src/weather weather
COPY --from=build /src/openapi openapi
COPY --from=build /src/node_modules node_modules
RUN ln -s /app/bin/dialbook.js /usr/local/bin/dialbook && install -d -o node -g node -m 700 /data /pbx
USER node
VOLUME ["/data", "/pbx"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DIALBOOK_PORT || 8080}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node takes the signals by itself; whoever starts children (`dialbook pbx run`) wants `docker run --init`.
ENTRYPOINT ["node", "--max-semi-space-size=16", "/app/bin/dialbook.js"]
CMD ["serve"]

# An Asterisk that reads what `dialbook pbx config` has written to /pbx, as the same user.
FROM debian:forky-slim AS pbx
RUN apt-get update \
  && apt-get install --yes --no-install-recommends asterisk \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o 1000 -g 1000 -m 700 /pbx
USER 1000:1000
VOLUME ["/pbx"]
ENTRYPOINT ["asterisk", "-f", "-C", "/pbx/etc/asterisk.conf"]
