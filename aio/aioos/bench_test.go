package aioos_test

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioos"
)

// BenchmarkReadAt compares a marked read of a short file with the plain one.
func BenchmarkReadAt(b *testing.B) {
	buf := make([]byte, 5)
	plain := func(_ aio.Context, f *aioos.File) { _, _ = f.File.ReadAt(buf, 0) }
	marked := func(co aio.Context, f *aioos.File) { _, _ = f.ReadAt(co, buf, 0) }
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		b.Run(p.String()+"/plain", func(b *testing.B) { readAt(b, p, plain) })
		b.Run(p.String()+"/marked", func(b *testing.B) { readAt(b, p, marked) })
	}
}

func readAt(b *testing.B, p aio.Policy, read func(co aio.Context, f *aioos.File)) {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		f, err := aioos.CreateTemp(co, b.TempDir(), "")
		if err != nil {
			return err
		}
		defer f.Close(co)
		if _, err := f.WriteString(co, "hello"); err != nil {
			return err
		}
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			read(co, f)
		}
		return nil
	}, aio.WithPolicy(p))
	if err != nil {
		b.Fatal(err)
	}
}
