package language

import (
	"bytes"
	"go/format"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRaise(t *testing.T) {
	const licence = "// Copyright someone.\n\n"
	for _, tt := range []struct{ name, src, want string }{
		{"nothing", "package p\n", "//go:build go1.18\n\npackage p\n"},
		{"package comment", "// Package p is one.\npackage p\n", "//go:build go1.18\n\n// Package p is one.\npackage p\n"},
		{"licence", licence + "package p\n", licence + "//go:build go1.18\n\npackage p\n"},
		{"licence and package comment", licence + "// Package p is one.\npackage p\n",
			licence + "//go:build go1.18\n\n// Package p is one.\npackage p\n"},
		{"licence in a block comment", "/*\n\nCopyright //go:build x\n*/\n\npackage p\n",
			"//go:build go1.18\n\n/*\n\nCopyright //go:build x\n*/\n\npackage p\n"},
		{"constraint", licence + "//go:build linux\n\npackage p\n", licence + "//go:build linux && go1.18\n\npackage p\n"},
		{"alternatives", "//go:build linux || darwin\n\npackage p\n", "//go:build (linux || darwin) && go1.18\n\npackage p\n"},
		{"behind a block comment", "/* x */\n//go:build linux\n\npackage p\n", "/* x */\n//go:build linux && go1.18\n\npackage p\n"},
		{"old release", "//go:build go1.9\n\npackage p\n", "//go:build go1.9 && go1.18\n\npackage p\n"},
		{"an alternative may be older", "//go:build go1.20 || linux\n\npackage p\n", "//go:build (go1.20 || linux) && go1.18\n\npackage p\n"},
		{"new enough", "//go:build linux && go1.20\n\npackage p\n", "//go:build linux && go1.20\n\npackage p\n"},
		{"both forms", "//go:build linux && amd64\n// +build linux,amd64\n\npackage p\n",
			"//go:build linux && amd64 && go1.18\n// +build linux,amd64,go1.18\n\npackage p\n"},
		{"old form", licence + "// +build linux darwin\n// +build !appengine\n\npackage p\n",
			licence + "//go:build (linux || darwin) && !appengine && go1.18\n// +build linux darwin\n// +build !appengine\n// +build go1.18\n\npackage p\n"},
		{"old form that asks for it", "// +build go1.18\n\npackage p\n", "//go:build go1.18\n// +build go1.18\n\npackage p\n"},
		{"old form that does not count", "// +build linux\npackage p\n", "//go:build go1.18\n\n// +build linux\npackage p\n"},
		{"mark", "\xef\xbb\xbfpackage p\n", "\xef\xbb\xbf//go:build go1.18\n\npackage p\n"},
		{"other line ends", "// c\r\n\r\npackage p\r\n", "// c\r\n\r\n//go:build go1.18\r\n\r\npackage p\r\n"},
		{"text that looks like one", "package p\n\n//go:build linux\n\n// +build linux\n\nvar x = 1\n",
			"//go:build go1.18\n\npackage p\n\n//go:build linux\n\n// +build linux\n\nvar x = 1\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Raise([]byte(tt.src), "go1.18")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if again, err := Raise(got, "go1.18"); err != nil || !bytes.Equal(again, got) {
				t.Errorf("once more: %q, %v", again, err)
			}
			if before, err := format.Source([]byte(tt.src)); err != nil || string(before) != tt.src {
				return
			}
			if formatted, err := format.Source(got); err != nil || !bytes.Equal(formatted, got) {
				t.Errorf("gofmt makes it %q (%v)", formatted, err)
			}
		})
	}
}

func TestOlder(t *testing.T) {
	for directive, want := range map[string]bool{
		"": true, "1.11": true, "1.17": true, "1.18": false, "1.22.4": false,
	} {
		if got := Older(directive, "go1.18"); got != want {
			t.Errorf("%q is older: %v", directive, got)
		}
	}
}
