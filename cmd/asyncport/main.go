// Command asyncport moves Go programs from implicit to explicit concurrency:
// it finds where code can block, rewrites it to the aio runtime where that can
// be proved safe, and reports the rest.
//
// It is also a tool for go vet: go vet -vettool=$(which asyncport) ./...
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	if isVetCall(os.Args[1:]) {
		runVetTool() // exits
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	code := execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
