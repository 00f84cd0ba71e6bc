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
 && mkdir -p /app/data \
 && chown campfire /app/data
COPY --from=server /campfire /usr/local/bin/campfire
USER campfire
WORKDIR /app
VOLUME /app/data
ARG PORT=8080
ENV PORT=${PORT}
EXPOSE ${PORT}
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD curl -fsS -o /dev/null "http://127.0.0.1:${PORT}/up" || exit 1
# The shell fills in PORT and is replaced, so that the server itself receives SIGTERM.
CMD ["sh", "-c", "exec campfire serve --http 0.0.0.0:${PORT} --dir /app/data"]
