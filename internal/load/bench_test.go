package load

import (
	"testing"

	"golang.org/x/tools/go/packages"
)

// BenchmarkStandardLibrary loads what the sample of stdPatterns needs, with
// and without the bodies of its functions.
func BenchmarkStandardLibrary(b *testing.B) {
	env, err := readGoEnv(b.Context(), b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, goroot := range map[string]string{"stripped": env.GOROOT, "full": ""} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				cfg := &packages.Config{Mode: mode, ParseFile: Parser(goroot)}
				if _, err := packages.Load(cfg, stdPatterns()...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
