# Everything that is done to this tree is a target here. `make` alone lists them.
# Needs Go 1.26, Node 20 with npm, and git; `make race` also a C compiler, the browser tests a Chromium.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
HTTP     ?= 127.0.0.1:8090
DATA     ?= pb_data
CHROMIUM ?= /usr/bin/chromium
RACE     ?= ./...
# The longest first: begun in the order of the alphabet, it would run alone at the end. Vet is one of the linters.
GOTEST   := ./internal/reliability ./...
SOAK     ?= 120
SCHEDULES ?= 20000
SENDS ?= 1000000
DAY ?= 720

GO_BUILD := CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)"
LINTER   := go tool -modfile=.ci/tools/go.mod golangci-lint
GO_DIRS  := $(wildcard *.go bench collections examples hooks internal pb_migrations)
SUDO     := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# The front end is built again when one of these is newer than the last build. Directories are among them, so that
# a deleted file counts. npm writes the hidden lock file when an installation is complete.
MODULES  := frontend/node_modules/.package-lock.json
UI       := pb_public/index.html
UI_FILES := $(shell find frontend/src frontend/public frontend/plugins frontend/index.html frontend/vite.config.ts frontend/tsconfig*.json 2>/dev/null)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(MODULES) ## Download what building and linting need
	go mod download
	go mod download -modfile=.ci/tools/go.mod

.PHONY: dev
dev: $(MODULES) ## Serve on HTTP, and the interface by Vite with live reload
	@trap 'kill $$(jobs -p) 2>/dev/null || true' EXIT; \
	ALLOW_EPHEMERAL=1 go run . serve --http $(HTTP) --dir $(DATA) & \
	npm --prefix frontend run dev

.PHONY: build
build: $(UI) ## Leave one static binary, ./campfire
	$(GO_BUILD) -o campfire .

.PHONY: run
run: build ## Build everything and serve on HTTP (127.0.0.1:8090), data in DATA (pb_data)
	ALLOW_EPHEMERAL=1 ./campfire serve --http $(HTTP) --dir $(DATA)

.PHONY: sounds
sounds: ## Make the sounds again, and the interface's list of them (needs lame)
	go run ./internal/sound/gen

.PHONY: emoji
emoji: ## Write down again how Slack calls the emoji of the interface
	node internal/slack/emoji.mjs

.PHONY: test
test: lint gotest uitest apitest e2e ## Everything CI runs: linters, Go, interface, API, browser

.PHONY: check
check: test vulns ## The same as test, and whether what we use has known holes

.PHONY: vulns
vulns: ## Ask for known holes: govulncheck and npm audit, where there is a network
	.ci/security/check

.PHONY: gotest
gotest: ## Go tests
	go test -vet=off $(GOTEST)

.PHONY: uitest
uitest: $(MODULES) ## Unit tests of the interface
	npm --prefix frontend test

.PHONY: apitest
apitest: build $(MODULES) ## The SDK, the pages of docs/api and the examples against ./campfire
	CAMPFIRE_BINARY=$(CURDIR)/campfire npm --prefix frontend run api

.PHONY: e2e
e2e: build $(MODULES) light | $(CHROMIUM) ## Journeys in Chromium against ./campfire
	CAMPFIRE_BINARY=$(CURDIR)/campfire CHROMIUM=$(CHROMIUM) npm --prefix frontend run e2e

.PHONY: race
race: ## Go tests under the race detector (RACE=./internal/realtime for one package)
	CGO_ENABLED=1 go test -race $(RACE)

# A schedule takes about half a second, so that twenty thousand are three hours; churn takes what is asked for.
SOAK_ENV = RELIABILITY_FULL=1 RELIABILITY_CLIENTS=10000 RELIABILITY_ROWS=250000 \
	RELIABILITY_SCHEDULES=$(SCHEDULES) RELIABILITY_SENDS=$(SENDS) RELIABILITY_LEAK_SECONDS=$$(( $(SOAK) * 60 )) \
	RELIABILITY_DAY_SECONDS=$(DAY)

.PHONY: soak
soak: ## The promises at their full size; leaks for SOAK (120) minutes. Prints what it runs
	@ulimit -n 30000 2>/dev/null || true; \
	echo "full sizes of G01 G09 G17 G18 G21 G22 G29 G43; 10,000 clients (G19); 250,000 rows (G38); $(SENDS) sends under faults; $(SCHEDULES) schedules; leaks for $(SOAK) minutes and a day of 25 people in $(DAY) seconds on one CPU (E7)"; \
	set -x; env $(SOAK_ENV) go test ./internal/reliability -count=1 -v -timeout 24h \
	-run 'TestG01|TestG09|TestG17|TestG18|TestG19|TestG21|TestG22|TestG29|TestG38|TestG43|TestAttempted|TestE7|TestRandomSchedules'

.PHONY: bench
bench: build ## Measure against plain PocketBase in the same run; prints a table, writes bench/out
	go run ./bench

.PHONY: lint
lint: $(MODULES) ## gofmt, golangci-lint (go vet is one of its linters), Biome, TypeScript
	@unformatted=$$(gofmt -l $(GO_DIRS)); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(LINTER) run
	npm --prefix frontend run check

.PHONY: fmt
fmt: $(MODULES) ## Format Go and the interface
	$(LINTER) fmt
	npm --prefix frontend run fix

.PHONY: docker
docker: ## Build the image (needs a Docker engine)
	docker build --build-arg VERSION=$(VERSION) -t campfire .

PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
MAX_SIZE  := 41943040

.PHONY: release
release: $(UI) ## Binaries for six platforms with checksums and what they are made of, in dist/
	rm -rf dist && mkdir dist
	@for p in $(PLATFORMS); do \
		out=dist/campfire_$${p%/*}_$${p#*/}; [ $${p%/*} != windows ] || out=$$out.exe; \
		echo "$$out"; GOOS=$${p%/*} GOARCH=$${p#*/} $(GO_BUILD) -o $$out .; \
		size=$$(wc -c < $$out); \
		if [ $$size -gt $(MAX_SIZE) ]; then echo "$$out has $$size bytes, more than $(MAX_SIZE)"; exit 1; fi; \
	done
	go run ./.ci/sbom dist/campfire_linux_amd64 > dist/campfire.cdx.json
	cd dist && sha256sum campfire* > SHA256SUMS

.PHONY: clean
clean: ## Remove what was built; keeps DATA
	rm -rf campfire dist frontend/node_modules bench/out
	find pb_public -mindepth 1 ! -name .gitkeep -delete

$(MODULES): frontend/package.json frontend/package-lock.json
	npm --prefix frontend ci --no-audit --no-fund
	@touch $@

$(UI): $(MODULES) $(UI_FILES)
	npm --prefix frontend run build
	@touch pb_public/.gitkeep $@

# The journeys that need no more than pages take half the time in Chromium's shell. They do without it where it cannot be had.
.PHONY: light
light: | $(CHROMIUM)
	@[ -e $(CHROMIUM)-headless-shell ] || [ "$$(id -u)" != 0 ] || [ $(CHROMIUM) != /usr/bin/chromium ] || \
		timeout 120 apt-get install -y --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || \
		{ timeout 60 apt-get update && timeout 120 apt-get install -y --no-install-recommends chromium-headless-shell; } >/dev/null 2>&1 || \
		echo "no chromium-headless-shell here: the journeys use the whole browser"

# Debian's package; elsewhere install a Chromium and name it: make test CHROMIUM=/path/to/it
$(CHROMIUM):
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends chromium chromium-headless-shell fonts-liberation fonts-noto-color-emoji
