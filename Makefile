# Needs Go and make; the race detector is used where a C compiler is found.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
APP         = testdata/apps/telemetry

RACE := $(shell test "$$(go env CGO_ENABLED)" = 1 && command -v $$(go env CC | cut -d' ' -f1) >/dev/null 2>&1 && echo -race)

.PHONY: all test test-aio test-app test-root check lint fmt vet staticcheck bench demo generate

all: lint test

# The root module comes last: it is the longest, and go test's closing lines
# end the output.
test: test-aio test-app test-root

test-aio:
	cd aio && go test $(RACE) ./...

# Without the race detector too: one planted mistake has a test that it would
# stop.
test-app:
	cd $(APP) && go test ./...
	@if [ -z "$(RACE)" ]; then echo "no C compiler: the race detector is not used"; \
	else cd $(APP) && go test -race ./...; fi

test-root:
	go test ./...

lint: fmt vet staticcheck check

fmt:
	@out=$$(gofmt -l cmd report rewrite analyzers internal aio $(APP) | grep -v '/testdata/src/'); \
	if [ -n "$$out" ]; then echo "gofmt -w is needed for:"; echo "$$out"; exit 1; fi

vet:
	go vet ./...
	cd aio && go vet ./...
	cd $(APP) && go vet ./...

staticcheck:
	go run $(STATICCHECK) ./...
	cd aio && go run $(STATICCHECK) ./...

# Our own analyzers over our own code. The runtime's tests do on purpose what
# they warn of.
check:
	go run ./cmd/asyncport check ./...
	go run ./cmd/asyncport check -C aio --tests=false ./...

# The cost of every mark against the plain Go that it replaces.
bench:
	cd aio && go test -run '^$$' -bench . -benchmem ./...

demo:
	go run ./cmd/asyncport demo

# Packs and everything else that is made from other files.
generate:
	go generate ./...
	go test ./cmd/asyncport -run '^TestRulePages$$' -update
