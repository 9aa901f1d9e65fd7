package config

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	c, err := Parse([]byte(`{"database": "x.db", "interval": "1m30s", "meters": [{"name": "a", "kind": "file"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := time.Duration(c.Interval); got != 90*time.Second {
		t.Errorf("Interval = %v, want 1m30s", got)
	}
	if c.Workers != 4 || c.Executor != "pool" || c.Attempts != 3 {
		t.Errorf("defaults are missing: %+v", c)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"syntax", `{`, "unexpected end"},
		{"duration", `{"interval": "soon"}`, "invalid duration"},
		{"no database", `{}`, "no database"},
		{"negative", `{"database": "x", "workers": -1}`, "negative"},
		{"no name", `{"database": "x", "meters": [{}]}`, "meter 0 has no name"},
		{"twice", `{"database": "x", "meters": [{"name": "a"}, {"name": "a"}]}`, "a appears twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.in))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse(%s) = %v, want %q", tt.in, err, tt.want)
			}
		})
	}
}
