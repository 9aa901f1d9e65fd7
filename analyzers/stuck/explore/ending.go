package explore

import (
	"go/types"
	"strings"
)

// endings are the functions after which a run shows nothing: the program ends, or
// the test has failed or is left out.
var endings = map[string]bool{
	"os.Exit": true, "log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true,
	"log.Panic": true, "log.Panicf": true, "log.Panicln": true, "runtime.Goexit": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log.Logger).Panic": true, "(*log.Logger).Panicf": true, "(*log.Logger).Panicln": true,
	"(*testing.common).Error": true, "(*testing.common).Errorf": true,
	"(testing.TB).Error": true, "(testing.TB).Errorf": true,
}

// endingNames are the endings without package and receiver.
var endingNames = func() map[string]bool {
	names := make(map[string]bool)
	for full := range endings {
		names[full[strings.LastIndex(full, ".")+1:]] = true
	}
	return names
}()

// verdicts are what test frameworks, package testing first, call the functions and
// methods that say that a test has failed or shall not run. In the run of a test they
// mean that, in whatever package they are: there are many frameworks, and forks of them.
var verdicts = map[string]bool{
	"Fatal": true, "Fatalf": true, "FailNow": true, "FailNowf": true,
	"Fail": true, "Failf": true, "Skip": true, "Skipf": true, "SkipNow": true,
}

// ends reports whether the run shows nothing behind the call of a function that is
// not followed, by its full name and its own.
func (m *machine) ends(full, own string) bool {
	return endings[full] || verdicts[own] && (m.test || strings.HasPrefix(full, "(*testing.") || strings.HasPrefix(full, "(testing."))
}

// endsBy is ends for a method. The full names of all methods would take longer to make
// than most calls.
func (m *machine) endsBy(method *types.Func) bool {
	own := method.Name()
	return (endingNames[own] || verdicts[own]) && m.ends(method.FullName(), own)
}
