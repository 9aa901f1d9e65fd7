package yieldpoint

import "testing"

func TestShortName(t *testing.T) {
	for name, want := range map[string]string{
		"net/http.Get":                           "net/http.Get",
		"net.(*conn).Write":                      "net.(*conn).Write",
		"channel receive":                        "channel receive",
		"shop.load":                              "shop.load",
		"example.com/store.Open":                 "store.Open",
		"example.com/store/v2.Open":              "store.Open",
		"example.com/store/v2.(*Cache).Get":      "store.(*Cache).Get",
		"example.com/store/v2/disk.(*File).Read": "disk.(*File).Read",
		"example.com/queue.NewHolder[...]":       "queue.NewHolder[...]",
		"gopkg.in/tomb.v1.(*Tomb).Wait":          "tomb.v1.(*Tomb).Wait",
		"receive from time.Timer.C":              "receive from time.Timer.C",
	} {
		if got := ShortName(name); got != want {
			t.Errorf("ShortName(%q) = %q, want %q", name, got, want)
		}
	}
}
