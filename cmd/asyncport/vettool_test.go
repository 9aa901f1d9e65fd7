package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIsVetCall(t *testing.T) {
	for line, want := range map[string]bool{
		"-V=full":                          true,
		"-flags":                           true,
		"/tmp/b001/vet.cfg":                true,
		"-json -lockheld=true b1/vet.cfg":  true,
		"":                                 false,
		"check ./...":                      false,
		"report -o x.cfg":                  false,
		"check --rule lockheld ./conf.cfg": false,
	} {
		if got := isVetCall(strings.Fields(line)); got != want {
			t.Errorf("isVetCall(%s) = %v", line, got)
		}
	}
}

func TestChangedConfig(t *testing.T) {
	tests := []struct {
		cfg     string
		changed bool
	}{
		{`{"VetxOnly": true, "ModulePath": "example.com/m", "ImportPath": "example.com/m/a", "GoFiles": ["a.go"]}`, true},
		{`{"VetxOnly": false, "ModulePath": "example.com/m"}`, false},
		{`{"VetxOnly": true, "ModulePath": "example.com/dep", "ModuleVersion": "v1.0.0"}`, false},
		{`{"VetxOnly": true, "ImportPath": "errors"}`, false},
		{`{"VetxOnly": false, "ModulePath": "", "ImportPath": "errors"}`, true},
		{`{"VetxOnly": true, "ModulePath": "", "ImportPath": "errors"}`, false},
		{`{"VetxOnly": false, "ModulePath": "", "ImportPath": "vendor/golang.org/x/net/idna"}`, false},
		{`not json`, false},
	}
	for _, tt := range tests {
		name := filepath.Join(t.TempDir(), "vet.cfg")
		if err := os.WriteFile(name, []byte(tt.cfg), 0o666); err != nil {
			t.Fatal(err)
		}
		got := changedConfig(name)
		if (got != name) != tt.changed {
			t.Errorf("%s: changed is %v", tt.cfg, got != name)
		}
		if !tt.changed {
			continue
		}
		data, err := os.ReadFile(got)
		if err != nil {
			t.Fatal(err)
		}
		var before, after map[string]any
		if err := json.Unmarshal([]byte(tt.cfg), &before); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &after); err != nil {
			t.Fatal(err)
		}
		if after["VetxOnly"] != false || len(after) != len(before) || after["ImportPath"] != before["ImportPath"] {
			t.Errorf("%s became %s", tt.cfg, data)
		}
	}
}
