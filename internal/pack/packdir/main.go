// Command packdir packs a directory into a file to embed:
//
//	//go:generate go run github.com/asyncport/asyncport/internal/pack/packdir -o app.zip ../testdata/app
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/asyncport/asyncport/internal/pack"
)

func main() {
	var opts pack.Options
	out := flag.String("o", "", "write to this `file`")
	flag.BoolVar(&opts.SkipTests, "skip-tests", false, "leave out _test.go files and testdata directories")
	flag.BoolVar(&opts.SkipModules, "skip-modules", false, "leave out directories that are modules of their own")
	flag.Parse()
	if flag.NArg() != 1 || *out == "" {
		fmt.Fprintln(os.Stderr, "usage: packdir -o FILE [-skip-tests] [-skip-modules] DIR")
		os.Exit(2)
	}
	if err := pack.Write(*out, flag.Arg(0), opts); err != nil {
		fmt.Fprintf(os.Stderr, "packdir: %v\n", err)
		os.Exit(2)
	}
}
