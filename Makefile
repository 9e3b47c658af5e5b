# Relevo. `make run` and `make test` set up what they need, from a fresh clone, with Go, a C compiler and Node alone.

export GOFLAGS := -tags=sqlite_fts5
export CGO_ENABLED := 1
# SQLite flushes with fdatasync only where it is told that there is one that works, and counts its memory unless it is told not to. See docs/adr/0006.
export CGO_CFLAGS := -O2 -g -DHAVE_FDATASYNC=1 -DSQLITE_DEFAULT_MEMSTATUS=0

MUTATE := github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
CHECK  := honnef.co/go/tools/cmd/staticcheck@v0.8.2
DIST   := backend/web/dist/index.html
WEB    := package.json $(shell find frontend -type f -not -path '*/e2e/*' -not -path '*/node_modules/*' -not -path '*/generated/*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test build dev check bench bench-short faults gen e2e mutate test-go test-web clean

help: ## show this list
	@echo "Relevo: make TARGET"
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: build ## set up, build, and start a furnished example; prints the address and the logins
	bin/relevo demo

test: check test-go test-web e2e bench-short ## set up and run every test

build: $(DIST) ## build bin/relevo, one binary with the pages inside
	go build -o bin/relevo ./backend/cmd/relevo

dev: node_modules/.stamp ## the example server on 8080 and the pages from source on 5173, renewed as you type
	go build -o bin/relevo ./backend/cmd/relevo
	bin/relevo demo --listen 127.0.0.1:8080 & trap "kill $$!" EXIT; npm run dev

check: build ## formatting, vet, static analysis, types, drift of generated files, budgets
	@test -z "$$(gofmt -l backend)" || { gofmt -l backend; echo "run gofmt -w on these"; exit 1; }
	go vet ./...
	go run $(CHECK) ./...
	npm run check
	bin/relevo openapi | diff -u docs/openapi.json - || { echo "the API changed: run make gen"; exit 1; }
	npm run gen:check

# What is told to the built program from outside comes alone, one after the other: it takes the whole machine.
OUTSIDE := /backend/(e2e|faults)(/|$$)

test-go: build ## the Go tests; then stories and faults, told to the program from outside
	go test -race $$(go list ./... | grep -vE '$(OUTSIDE)')
	go test -p 1 $$(go list ./... | grep -E '$(OUTSIDE)')

test-web: node_modules/.stamp ## the tests of the pages' code
	npm test

e2e: build ## whole stories in real browsers
	npm run e2e

bench: build ## the built program beside what the machine can do, as ratios; writes docs/benchmarks.md
	go build -o bin/relevo-load ./backend/cmd/relevo-load
	bin/relevo-load bench --data bin/bench --json bin/bench/results.json --profile bin/bench/profiles --doc docs/benchmarks.md

bench-short: build ## the same in small and without bounds, to see that everything can be measured
	go build -o bin/relevo-load ./backend/cmd/relevo-load
	bin/relevo-load bench --short

CHURN ?= 1h

faults: build ## the faults at length: power cuts, bad disks and networks, storms, crowds, races, and CHURN=1h of coming and going
	go test -count=1 -v -timeout 120m ./backend/faults -long
	go test -count=1 -v -timeout 180m ./backend/faults/net -storm 5000 -sockets 10000 -rounds 500 -churn $(CHURN)

gen: node_modules/.stamp ## write docs/openapi.json from the Go types, and the pages' types from it
	go run ./backend/cmd/relevo openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json
	npm run gen

# In a copy of the rules alone: the tool copies the whole module for each worker.
mutate: ## change the rules one place at a time: a test must notice each
	@d=$$(mktemp -d) && mkdir $$d/backend && cp -r go.mod go.sum .gremlins.yaml $$d && cp -r backend/desk $$d/backend && cd $$d \
	  && go run $(MUTATE) unleash ./backend/desk; code=$$?; rm -rf $$d; exit $$code

clean: ## remove what was built
	rm -rf bin node_modules
	find backend/web/dist -mindepth 1 ! -name placeholder.html -delete

node_modules/.stamp: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

$(DIST): $(WEB) node_modules/.stamp
	npm run build
	@touch $@
