// Package config describes the settings of an agent.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Config is the configuration of an agent.
type Config struct {
	Database  string   `json:"database"`  // path of the database file
	HTTP      string   `json:"http"`      // address of the query endpoint
	RPC       string   `json:"rpc"`       // address of the message server
	Executor  string   `json:"executor"`  // blocking, goroutine or pool
	Inventory string   `json:"inventory"` // base URL of the label service, may be empty
	Webhook   string   `json:"webhook"`   // URL that receives alerts, may be empty
	Interval  Duration `json:"interval"`  // time between two polls of a meter
	Timeout   Duration `json:"timeout"`   // time that one attempt may take
	Attempts  int      `json:"attempts"`  // attempts per poll
	Workers   int      `json:"workers"`   // concurrent polls
	Meters    []Meter  `json:"meters"`    // what to poll
}

// Meter is the configuration of one meter.
type Meter struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`   // http, file, process or constant
	Target string   `json:"target"` // URL, path, program or value
	Args   []string `json:"args"`   // arguments of a process
	// Labels are used when there is no inventory.
	Labels map[string]string `json:"labels"`
}

// Duration is a time.Duration that is written as text, such as "1m30s".
type Duration time.Duration

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return err
	}
	*d = Duration(v)
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) {
	return []byte(time.Duration(d).String()), nil
}

// Parse decodes a JSON configuration, fills in the defaults and validates it.
func Parse(data []byte) (Config, error) {
	var c Config
	if err := json.Unmarshal(data, &c); err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	c = c.WithDefaults()
	return c, c.Validate()
}

// WithDefaults returns c with every missing setting filled in.
func (c Config) WithDefaults() Config {
	if c.Executor == "" {
		c.Executor = "pool"
	}
	if c.Interval == 0 {
		c.Interval = Duration(10 * time.Second)
	}
	if c.Timeout == 0 {
		c.Timeout = Duration(2 * time.Second)
	}
	if c.Attempts == 0 {
		c.Attempts = 3
	}
	if c.Workers == 0 {
		c.Workers = 4
	}
	return c
}

// Validate reports every mistake in c at once.
func (c Config) Validate() error {
	var errs []error
	if c.Database == "" {
		errs = append(errs, errors.New("config: no database"))
	}
	if c.Workers < 0 || c.Attempts < 0 || c.Interval < 0 || c.Timeout < 0 {
		errs = append(errs, errors.New("config: negative number"))
	}
	seen := make(map[string]bool)
	for i, m := range c.Meters {
		switch {
		case m.Name == "":
			errs = append(errs, fmt.Errorf("config: meter %d has no name", i))
		case seen[m.Name]:
			errs = append(errs, fmt.Errorf("config: meter %s appears twice", m.Name))
		}
		seen[m.Name] = true
	}
	return errors.Join(errs...)
}
