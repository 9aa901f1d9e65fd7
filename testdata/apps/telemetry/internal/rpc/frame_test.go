package rpc

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFrame(t *testing.T) {
	var buf bytes.Buffer
	sent := []Request{{ID: 1, Method: "a"}, {ID: 2, Method: strings.Repeat("b", 10_000)}}
	for _, r := range sent {
		if err := WriteFrame(&buf, r); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range sent {
		var got Request
		if err := ReadFrame(&buf, &got); err != nil {
			t.Fatal(err)
		}
		if got.ID != want.ID || got.Method != want.Method {
			t.Errorf("read request %d, want %d", got.ID, want.ID)
		}
	}
	if err := ReadFrame(&buf, &Request{}); err != io.EOF {
		t.Errorf("read at the end: %v, want EOF", err)
	}
}

func TestFrameErrors(t *testing.T) {
	tests := []struct {
		name, in string
		want     error // nil for any
	}{
		{"short size", "\x00\x00", io.ErrUnexpectedEOF},
		{"short body", "\x00\x00\x00\x09{}", io.ErrUnexpectedEOF},
		{"too large", "\xff\xff\xff\xff", ErrTooLarge},
		{"no JSON", "\x00\x00\x00\x01?", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := ReadFrame(strings.NewReader(tt.in), &Request{})
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if err := WriteFrame(io.Discard, strings.Repeat("x", maxFrame)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("large frame: %v, want %v", err, ErrTooLarge)
	}
}
