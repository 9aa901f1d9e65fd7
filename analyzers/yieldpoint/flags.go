package yieldpoint

import (
	"os"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

func init() {
	Analyzer.Flags.Var(new(catalogFlag), "catalog",
		"`file` with further catalog entries, which take precedence over the built-in ones; may be repeated")
}

// catalogFlag reads each file that it is given into the catalog.
type catalogFlag []string

// String returns the files' names.
func (f *catalogFlag) String() string { return strings.Join(*f, ",") }

// Set reads one file. Its error says which line is wrong.
func (f *catalogFlag) Set(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err // it names the file
	}
	t, err := catalog.Parse(file, string(data))
	if err != nil {
		return err
	}
	catalog.Extend(t)
	*f = append(*f, file)
	return nil
}
