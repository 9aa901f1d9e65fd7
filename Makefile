# Needs Go and make; the race detector is used where a C compiler is found.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
APP         = testdata/apps/telemetry

# Releases of Go that the runtime must work with, the oldest first, each with
# its last patch. The go command fetches what is not here as a module.
GO_VERSIONS = 1.23.12 1.24.13 1.25.14 1.26.11
OLDEST_GO   = $(firstword $(GO_VERSIONS))

# Code of every kind, generics and iterators too, that no analyzer may fail on.
XTOOLS = golang.org/x/tools@$(shell go list -m -f '{{.Version}}' golang.org/x/tools)

# Where programs are built that make runs.
BIN = bin

# For how long each fuzz target runs.
FUZZTIME = 10s

RACE := $(shell test "$$(go env CGO_ENABLED)" = 1 && command -v $$(go env CC | cut -d' ' -f1) >/dev/null 2>&1 && echo -race)

.PHONY: all test test-aio test-app test-plugin test-root test-oldest test-versions fuzz kill ratio
.PHONY: check lint fmt vet staticcheck bench bench-check score catalog findings corpus nopanic shuffle browser screenshots demo guide generate

all: lint test

# The root module comes last: it is the longest, and go test's closing lines
# end the output.
test: test-aio test-app test-plugin test-root

test-aio:
	cd aio && go test $(RACE) ./...
	cd aio/bench && go test -short ./...

test-plugin:
	cd plugin/golangci && go test ./...

# Without the race detector too: one planted mistake has a test that it would
# stop.
test-app:
	cd $(APP) && go test ./...
	@if [ -z "$(RACE)" ]; then echo "no C compiler: the race detector is not used"; \
	else cd $(APP) && go test -race ./...; fi

test-root:
	go test ./...

# The runtime under the oldest release of Go: quick enough for every change.
test-oldest:
	cd aio && GOTOOLCHAIN=go$(OLDEST_GO) go vet ./... && GOTOOLCHAIN=go$(OLDEST_GO) go test -short ./...

test-versions:
	@cd aio && for v in $(GO_VERSIONS); do \
		echo "go$$v"; GOTOOLCHAIN=go$$v go vet ./... && GOTOOLCHAIN=go$$v go test ./... || exit 1; \
	done

# Every fuzz target, of the runtime and of the root module, one after the other. The
# directories are found without building what has none.
fuzz:
	@for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' aio analyzers cmd internal report rewrite | xargs -n1 dirname | sort -u); do \
		for f in $$(cd $$dir && go test -list '^Fuzz' . | grep '^Fuzz'); do \
			echo "$$dir $$f"; (cd $$dir && go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x .) || exit 1; \
		done; \
	done

# Kills ports of the sample application, 50 that write and 50 that commit, at random
# moments: the tree is then an old or a new one. Takes as long as a hundred ports.
kill:
	go test ./rewrite -count=1 -v -timeout 3h -run '^TestKilled$$' -kills 50

# Lines of tests for each line of the runtime's code; 1.5 at least.
ratio:
	@find aio -name '*.go' -not -path 'aio/bench/*' -not -path '*/testdata/*' -exec wc -l {} + | \
	awk '$$2 != "total" { if ($$2 ~ /_test\.go$$/) t += $$1; else c += $$1 } \
	END { printf "aio: %d lines of code, %d of tests, %.2f for each\n", c, t, t/c; exit t < 1.5*c }'

lint: fmt vet staticcheck check

fmt:
	@out=$$(gofmt -l cmd plugin report rewrite analyzers internal aio $(APP) | grep -v '/testdata/src/'); \
	if [ -n "$$out" ]; then echo "gofmt -w is needed for:"; echo "$$out"; exit 1; fi

vet:
	go vet ./...
	cd aio && go vet ./...
	cd aio/bench && go vet ./...
	cd plugin/golangci && go vet ./...
	cd $(APP) && go vet ./...

staticcheck:
	go run $(STATICCHECK) ./...
	cd aio && go run $(STATICCHECK) ./...
	cd aio/bench && go run $(STATICCHECK) ./...
	cd plugin/golangci && go run $(STATICCHECK) ./...

# Our own analyzers over our own code. The runtime's tests do on purpose what
# they warn of.
check:
	go run ./cmd/asyncport check ./...
	go run ./cmd/asyncport check -C aio --tests=false ./...

# The runtime against the plain Go that it replaces and against its peers, as a
# table of ratios.
bench:
	cd aio/bench && go run ./cmd/table

# check beside go vet and staticcheck on real modules: first run, nothing
# changed, a leaf edited. Takes a while, and a machine that does nothing else.
bench-check:
	go run ./internal/driver/benchcheck

# The analyzers against programs that others labelled.
score:
	go test -count=1 -v -run Score ./analyzers/scoreboard

# What a check finds in real modules, for review: see testdata/corpus.
findings:
	go build -o $(BIN)/asyncport ./cmd/asyncport
	go run ./internal/corpus/findings -check $(BIN)/asyncport -o testdata/corpus/findings.txt testdata/corpus/dev.tsv
	go run ./internal/corpus/findings -check $(BIN)/asyncport -o testdata/corpus/findings-std.txt std

# Ports every module of the list in a fresh copy and builds, vets and tests it: takes
# hours. MODULES=REGEX ports some of them, and keeps what is written of all.
corpus:
	go build -o $(BIN)/asyncport ./cmd/asyncport
	go build -o $(BIN)/corpus-port ./internal/corpus/port
	nice $(BIN)/corpus-port -asyncport $(BIN)/asyncport $(if $(LOGS),-logs $(LOGS)) \
		$(if $(MODULES),-m '$(MODULES)',-o testdata/corpus/port.txt) testdata/corpus/dev.tsv

# The same answer in any order of packages and files, on real modules too.
shuffle:
	go test -count=1 -v -timeout 60m -run Shuffled ./analyzers -modules github.com/robfig/cron/v3@v3.0.1,github.com/thejerf/suture/v4@v4.0.6

# Whether every analyzer survives whatever compiles: the standard library, x/tools and
# the modules of the corpus. Says what was found by rule and which packages were slow.
nopanic:
	go build -o $(BIN)/asyncport ./cmd/asyncport
	cache=$$(mktemp -d); trap 'rm -rf $$cache' EXIT; \
	for list in std $(XTOOLS) testdata/corpus/dev.tsv; do \
		ASYNCPORT_CACHE=$$cache go run ./internal/corpus/findings -check $(BIN)/asyncport -o $(BIN)/findings.txt $$list || exit 1; \
	done

# Whether the modules that the catalog speaks of have what it names. Downloads them.
catalog:
	go test -count=1 ./analyzers/catalog -run '^TestModuleEntriesExist$$' -modules

# The HTML report in a browser: Chromium, node and npm are needed, else it says so.
PLAYWRIGHT = playwright-core@1.65.1
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
browser:
	@if [ -z "$(CHROMIUM)" ] || ! command -v npm >/dev/null; then echo "make browser needs Chromium, node and npm: not tested"; exit 0; fi; \
	mkdir -p $(BIN)/browser && \
	npm install --prefix $(BIN)/browser --no-save --no-package-lock --no-audit --no-fund --loglevel=error $(PLAYWRIGHT) axe-core@4.14.1 && \
	go test ./report -count=1 -run '^TestPages$$' -pages "$$PWD/$(BIN)/browser" && \
	MODULES=$(BIN)/browser PAGES=$(BIN)/browser CHROMIUM="$(CHROMIUM)" node report/browser/test.mjs

# The pictures of docs/guide.md, from the report on the module that it is about.
# Downloads it.
screenshots:
	@if [ -z "$(CHROMIUM)" ] || ! command -v npm >/dev/null; then echo "make screenshots needs Chromium, node and npm: nothing done"; exit 0; fi; \
	mkdir -p $(BIN)/browser && \
	npm install --prefix $(BIN)/browser --no-save --no-package-lock --no-audit --no-fund --loglevel=error $(PLAYWRIGHT) && \
	go test ./cmd/asyncport -count=1 -run '^TestGuide$$' -guide -report "$$PWD/$(BIN)/browser" && \
	MODULES=$(BIN)/browser PAGES=$(BIN)/browser OUT=docs/images CHROMIUM="$(CHROMIUM)" node report/browser/screenshots.mjs

demo:
	go run ./cmd/asyncport demo

# The commands of docs/guide.md, on the module that it is about. Downloads it.
# GUIDE=-update writes what they print into the page.
guide:
	go test ./cmd/asyncport -count=1 -run '^TestGuide$$' -guide $(GUIDE)

# Packs and everything else that is made from other files.
generate:
	go generate ./...
	go test ./cmd/asyncport -run '^(TestRulePages|TestReasonsPage|TestCommandPages|TestConfigPages)$$' -update
	go test ./internal/rulebook -run '^TestPageIsCurrent$$' -update
