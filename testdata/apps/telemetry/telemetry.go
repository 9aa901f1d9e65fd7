// Package telemetry polls meters, stores what they measure and answers
// questions about it. An [Agent] does so in one process; a [Client] asks a
// running agent over the network.
package telemetry

import (
	"net/http"
	"time"

	"example.com/telemetry/internal/config"
	"example.com/telemetry/sample"
)

// Sample is one measurement of one meter.
type Sample = sample.Sample

// Config is the configuration of an [Agent].
type Config = config.Config

// MeterConfig is the configuration of one meter.
type MeterConfig = config.Meter

// ParseConfig decodes and validates a JSON configuration.
func ParseConfig(data []byte) (Config, error) {
	return config.Parse(data)
}

const (
	labelTTL      = 10 * time.Minute // how long labels are believed
	clientTimeout = 30 * time.Second // for everything but meters, which have their own
	queueLength   = 1024             // samples that wait for the database
	batchSize     = 64
	batchWait     = time.Second
)

// newHTTPClient returns the client for meters, inventory and webhook.
func newHTTPClient() *http.Client {
	return &http.Client{Timeout: clientTimeout}
}
