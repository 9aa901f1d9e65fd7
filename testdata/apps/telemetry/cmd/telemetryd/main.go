// Telemetryd polls meters, stores their samples and answers queries.
//
// Usage:
//
//	telemetryd -config FILE
//
// It stops on an interrupt or SIGTERM, after it has stored what is under way.
// On SIGHUP it stores at once.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sync/errgroup"

	"example.com/telemetry"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "telemetryd:", err)
		os.Exit(1)
	}
}

// run is main without the process around it. It returns when ctx ends or one
// of the servers fails.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("telemetryd", flag.ContinueOnError)
	flags.SetOutput(stderr)
	path := flags.String("config", "telemetryd.json", "configuration `file`")
	once := flags.Bool("once", false, "poll every meter once, and exit")
	if err := flags.Parse(args); err != nil {
		return err
	}
	config, err := load(*path)
	if err != nil {
		return err
	}
	agent, err := telemetry.Open(config, log.New(stderr, "", log.LstdFlags))
	if err != nil {
		return err
	}
	defer agent.Close()

	if *once {
		return agent.Collect(ctx)
	}
	return serve(ctx, agent, config, stdout)
}

// load reads the configuration.
func load(path string) (telemetry.Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return telemetry.Config{}, err
	}
	return telemetry.ParseConfig(data)
}

// serve runs the agent and its servers until ctx ends.
func serve(ctx context.Context, agent *telemetry.Agent, config telemetry.Config, stdout io.Writer) error {
	queries, err := net.Listen("tcp", config.HTTP)
	if err != nil {
		return err
	}
	messages, err := net.Listen("tcp", config.RPC)
	if err != nil {
		queries.Close()
		return err
	}
	// Whoever started us may have asked for any free port.
	fmt.Fprintf(stdout, "http %s\nrpc %s\n", queries.Addr(), messages.Addr())

	// The first failure ends ctx, and with it the others.
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return agent.Run(ctx) })
	g.Go(func() error { return agent.ServeQueries(ctx, queries) })
	g.Go(func() error { return agent.ServeMessages(ctx, messages) })
	g.Go(func() error {
		flushOnHangup(ctx, agent)
		return nil
	})
	return g.Wait()
}

// flushOnHangup flushes the agent at every SIGHUP, until ctx ends.
func flushOnHangup(ctx context.Context, agent *telemetry.Agent) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-hangup:
			agent.Flush()
		case <-ctx.Done():
			return
		}
	}
}
