package config

// Form is what a value looks like.
type Form string

// The forms of values.
const (
	FormVersion Form = "1"             // the number of the file's form
	FormMap     Form = "keys"          // has keys of its own
	FormMaps    Form = "list of keys"  // a list of such
	FormBool    Form = "true or false" // and nothing else that YAML takes for it
	FormText    Form = "text"
	FormWord    Form = "word"
	FormTexts   Form = "list of texts"
	FormWords   Form = "list of words"
)

// Key describes a key of the file, for the page and the schema. What the parser
// takes is held against this table by a test.
type Key struct {
	// Name is the key with those that it stands below: "rules.enable".
	Name string
	Form Form
	// Words are the values that there are; Rules says that they are the names of
	// the rules.
	Words []string
	Rules bool
	// Doc says what the key is for, in sentences.
	Doc string
	// Default is what holds without the key.
	Default string
	// Example are the lines of a file that has only the version and this key, as
	// they stand below the version.
	Example string
}

// Keys returns all keys in the order in which they are best written.
func Keys() []Key {
	return []Key{
		{
			Name: "version", Form: FormVersion,
			Doc:     "The form of the file. It is required, so that a later asyncport can tell old files from new ones.",
			Default: "none; the key is required",
		},
		{
			Name: "rules", Form: FormMap,
			Doc:     "Which analyzers report. --rule takes the place of both lists.",
			Default: "all",
			Example: "rules:\n  disable: [staleread]\n",
		},
		{
			Name: "rules.enable", Form: FormWords, Rules: true,
			Doc:     "Only these rules report.",
			Default: "all",
			Example: "rules:\n  enable: [lockheld, stuck, sharedstate]\n",
		},
		{
			Name: "rules.disable", Form: FormWords, Rules: true,
			Doc:     "These rules do not report, even if they are enabled.",
			Default: "none",
			Example: "rules:\n  disable: [sharedstate]\n",
		},
		{
			Name: "catalog", Form: FormTexts,
			Doc: "Files with further entries of the catalog: functions whose bodies are not looked at, and what they wait for. " +
				"Names are relative to the module's root. An entry of a later file goes before one of an earlier file, and all before those that are built in.",
			Default: "none",
			Example: "catalog: [waits.txt]\n",
		},
		{
			Name: "interfaces", Form: FormWord, Words: InterfacePolicies,
			Doc: "What a call of an interface method counts as when its target is not known: nothing (ignore), what the catalog declares of the method (declared), " +
				"or also what those types of the program do that implement it (implementations). --interfaces wins.",
			Default: "implementations",
			Example: "interfaces: declared\n",
		},
		{
			Name: "locks", Form: FormWord, Words: LockPolicies,
			Doc: "Which locks that are held across a wait the rule lockheld reports: those that keep others from something short, or that who ends the wait needs (harmful), " +
				"or also those that seem meant to be held meanwhile (all).",
			Default: "harmful",
			Example: "locks: all\n",
		},
		{
			Name: "baseline", Form: FormText,
			Doc: "The file of known findings, which check does not report, and report and plan count as accepted. asyncport baseline -w makes it. " +
				"The name is relative to the module's root; --baseline wins.",
			Default: "none",
			Example: "baseline: asyncport.baseline\n",
		},
		{
			Name: "tests", Form: FormBool,
			Doc:     "Whether test files are looked at. --tests wins.",
			Default: "true",
			Example: "tests: false\n",
		},
		{
			Name: "exclude", Form: FormTexts,
			Doc: "Patterns of files whose findings are not reported; the files are listed as not seen. A pattern is relative to the module's root and has slashes. " +
				"Each of its elements is matched as by path.Match, ** stands for any number of elements, and a directory for all that is below it.",
			Default: "none",
			Example: "exclude:\n  - internal/gen\n  - \"**/*_mock.go\"\n",
		},
		{
			Name: "explicit", Form: FormTexts,
			Doc: "Patterns of packages that are ported and stay so: the rule explicit reports each plain goroutine and each wait without a mark in them. " +
				"A pattern is an import path, or ./ and a path below the module's root, with ... for any text. One that matches no package is an error of a check of the whole module.",
			Default: "none",
			Example: "explicit: [./internal/store, ./internal/rpc/...]\n",
		},
		{
			Name: "builds", Form: FormMaps,
			Doc:     "Build configurations. Each is analysed, and the findings are merged. --goos and --goarch take the place of the list, --tags of its tags.",
			Default: "the go command's own configuration",
			Example: "builds:\n  - goos: linux\n    tags: [integration]\n  - goos: windows\n",
		},
		{
			Name: "builds.goos", Form: FormWord,
			Doc:     "The operating system to analyse for.",
			Default: "that of the go command",
			Example: "builds:\n  - goos: windows\n",
		},
		{
			Name: "builds.goarch", Form: FormWord,
			Doc:     "The architecture to analyse for.",
			Default: "that of the go command",
			Example: "builds:\n  - goarch: arm64\n",
		},
		{
			Name: "builds.tags", Form: FormWords,
			Doc:     "Build tags that hold.",
			Default: "none",
			Example: "builds:\n  - tags: [integration, sqlite]\n",
		},
	}
}
