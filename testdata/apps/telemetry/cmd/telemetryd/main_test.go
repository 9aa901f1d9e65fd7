package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/telemetry"
)

// write writes a configuration with one meter and returns its path and the
// path of the database.
func write(t *testing.T) (config, database string) {
	t.Helper()
	dir := t.TempDir()
	config, database = filepath.Join(dir, "telemetryd.json"), filepath.Join(dir, "test.db")
	data, err := json.Marshal(map[string]any{
		"database": database,
		"http":     "127.0.0.1:0",
		"rpc":      "127.0.0.1:0",
		"timeout":  "1m",
		"meters":   []map[string]string{{"name": "m", "kind": "constant", "target": "5"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return config, database
}

func TestRun(t *testing.T) {
	config, _ := write(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-config", config}, w, io.Discard)
		w.Close()
		done <- err
	}()

	var httpAddr, rpcAddr string
	if _, err := fmt.Fscanf(r, "http %s\nrpc %s\n", &httpAddr, &rpcAddr); err != nil {
		t.Fatal(err)
	}
	push(t, rpcAddr)
	get(t, "http://"+httpAddr+"/meters/manual", `"value":7`)
	get(t, "http://"+httpAddr+"/status", `"failures":0`)

	cancel()
	if err := <-done; err != nil {
		t.Errorf("run: %v", err)
	}
}

// push stores a sample by way of the message server.
func push(t *testing.T, addr string) {
	t.Helper()
	c, err := telemetry.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := telemetry.Sample{Meter: "manual", Value: 7, At: time.Now()}
	if err := c.Push(context.Background(), s); err != nil {
		t.Fatal(err)
	}
}

// get checks that the answer to a query contains want.
func get(t *testing.T, url, want string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(body), want) {
		t.Errorf("%s: %s, %v, want %s", url, body, err, want)
	}
}

func TestOnce(t *testing.T) {
	config, database := write(t)
	if err := run(context.Background(), []string{"-config", config, "-once"}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	a, err := telemetry.Open(telemetry.Config{Database: database}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if s, err := a.Latest("m"); err != nil || s.Value != 5 {
		t.Errorf("Latest = %+v, %v", s, err)
	}
}

func TestRunErrors(t *testing.T) {
	config, _ := write(t)
	broken := config + ".broken"
	if err := os.WriteFile(broken, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want error // nil for any
	}{
		{"unknown flag", []string{"-verbose"}, nil},
		{"help", []string{"-h"}, flag.ErrHelp},
		{"no file", []string{"-config", config + ".missing"}, os.ErrNotExist},
		{"broken file", []string{"-config", broken}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := run(context.Background(), tt.args, io.Discard, io.Discard)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("run: %v, want %v", err, tt.want)
			}
		})
	}
}
