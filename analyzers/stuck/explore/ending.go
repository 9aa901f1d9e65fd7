package explore

import "strings"

// ends reports whether a run shows nothing from a call of the function of that
// name on: the program ends, or the test has failed or is left out.
func ends(name string) bool {
	if endings[name] {
		return true
	}
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && verdicts[name[dot+1:]] && frameworks[strings.Trim(name[:dot], "(*)")]
}

var endings = map[string]bool{
	"os.Exit": true, "log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true,
	"log.Panic": true, "log.Panicf": true, "log.Panicln": true, "runtime.Goexit": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log.Logger).Panic": true, "(*log.Logger).Panicf": true, "(*log.Logger).Panicln": true,
}

// verdicts are what a test framework calls the functions and methods that say that
// a test has failed, or that it shall not run.
var verdicts = map[string]bool{
	"Fatal": true, "Fatalf": true, "FailNow": true, "FailNowf": true, "Error": true, "Errorf": true,
	"Fail": true, "Failf": true, "Skip": true, "Skipf": true, "SkipNow": true, "AbortSuite": true,
}

// frameworks are the packages and types whose functions and methods they are.
var frameworks = map[string]bool{
	"testing.common": true, "testing.TB": true,
	"github.com/onsi/ginkgo": true, "github.com/onsi/ginkgo/v2": true,
	"github.com/stretchr/testify/assert": true, "github.com/stretchr/testify/require": true,
	"github.com/stretchr/testify/assert.TestingT": true, "github.com/stretchr/testify/require.TestingT": true,
	"gopkg.in/check.v1.C": true,
}
