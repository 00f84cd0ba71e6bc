# syntax=docker/dockerfile:1

# 1. The interface.
FROM node:20-alpine AS interface
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

# 2. The server, with the interface inside.
FROM golang:1.26-alpine AS server
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# A database in an image is lost with the container, or worse, shared by everybody who has the image. .dockerignore keeps
# them out; this fails the build when it does not.
RUN found=$(find . -name '*.db' -o -name '*.db-wal' -o -name '*.db-shm' -o -name '*.sqlite*' -o -name '*-wal' -o -name '*-shm'); \
    if [ -n "$found" ]; then echo "database files in the build context:"; echo "$found"; exit 1; fi
COPY --from=interface /src/pb_public ./pb_public
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /campfire .

# 3. What runs: the binary, certificates for outgoing TLS, curl for the health check.
FROM alpine:3.22
RUN apk add --no-cache ca-certificates curl \
 && adduser -D -H -u 10001 campfire \
 && mkdir -p /app/data /data \
 && chown campfire /app/data /data
COPY --from=server /campfire /usr/local/bin/campfire
# Platforms whose disks belong to root set RUN_AS=root.
ARG RUN_AS=campfire
USER ${RUN_AS}
WORKDIR /app
# The chat is in the volume on /app/data or on /data. There is no VOLUME line on purpose: with one, a container that was
# started without a volume would get a nameless one and seem to work, until the next container gets another. So the start
# is refused with a sentence that says what is missing.
ARG PORT=8080
ENV PORT=${PORT}
EXPOSE ${PORT}
# Plain at PORT; or, when the program holds the certificate itself (SSL_DOMAIN), at 443 under its first name.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD curl -fsS -o /dev/null "http://127.0.0.1:${PORT}/up" \
   || curl -fsSk -o /dev/null --resolve "${SSL_DOMAIN%%,*}:443:127.0.0.1" "https://${SSL_DOMAIN%%,*}/up" \
   || exit 1
CMD ["campfire", "serve"]
